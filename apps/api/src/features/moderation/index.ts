import type { Operation } from '../../http/operation.ts';
import { createBan } from './bans/create-ban.ts';
import { liftBan } from './bans/lift-ban.ts';
import { listBans } from './bans/list-bans.ts';
import { slowChannel } from './channels/slow-channel.ts';
import { moderateComment } from './content/moderate-comment.ts';
import { moderatePost } from './content/moderate-post.ts';
import { listModerationLog } from './log/list-moderation-log.ts';
import { muteUser } from './people/mute-user.ts';
import { removeUser } from './people/remove-user.ts';
import { createPurge } from './purge/create-purge.ts';
import { listPurges } from './purge/list-purges.ts';
import { giveBackToQueue } from './queue/give-back-to-queue.ts';
import { listQueue } from './queue/list-queue.ts';
import { resolveInQueue } from './queue/resolve-in-queue.ts';
import { takeFromQueue } from './queue/take-from-queue.ts';
import { createReport } from './reports/create-report.ts';
import { decideReport } from './reports/decide-report.ts';
import { listReports } from './reports/list-reports.ts';
import { setUserRole } from './roles/set-user-role.ts';
import { getModerationSettings } from './settings/get-moderation-settings.ts';
import { setModerationSettings } from './settings/set-moderation-settings.ts';
import { mergePosts } from './threads/merge-posts.ts';
import { splitComments } from './threads/split-comments.ts';
import { undoAct } from './undo/undo-act.ts';

/** Reports, and what moderators and administrators do; each act is in the log. */
export const moderation: readonly Operation[] = [
  createReport,
  listReports,
  decideReport,
  listQueue,
  takeFromQueue,
  giveBackToQueue,
  resolveInQueue,
  getModerationSettings,
  setModerationSettings,
  createPurge,
  listPurges,
  createBan,
  listBans,
  liftBan,
  setUserRole,
  moderatePost,
  moderateComment,
  splitComments,
  mergePosts,
  slowChannel,
  muteUser,
  removeUser,
  listModerationLog,
  undoAct,
];

import { undoBan } from '../bans/undo-ban.ts';
import { undoLift } from '../bans/undo-lift.ts';
import { undoSlowChannel } from '../channels/undo-slow-channel.ts';
import { undoModerateComment } from '../content/undo-moderate-comment.ts';
import { undoModeratePost } from '../content/undo-moderate-post.ts';
import { undoMute } from '../people/undo-mute.ts';
import { undoRemoval } from '../people/undo-removal.ts';
import { undoResolution } from '../queue/undo-resolution.ts';
import { undoSettings } from '../settings/undo-settings.ts';
import { undoMerge } from '../threads/undo-merge.ts';
import { undoSplit } from '../threads/undo-split.ts';
import type { Undoing } from './undoing.ts';

/** How acts are undone, by the action that the log names. */
export const undoings: ReadonlyMap<string, Undoing> = new Map([
  ['post.moderate', undoModeratePost],
  ['post.split', undoSplit],
  ['post.merge', undoMerge],
  ['comment.moderate', undoModerateComment],
  ['ban.create', undoBan],
  ['ban.lift', undoLift],
  ['queue.resolve', undoResolution],
  ['settings.moderation', undoSettings],
  ['user.remove', undoRemoval],
  ['user.mute', undoMute],
  ['channel.slow', undoSlowChannel],
]);

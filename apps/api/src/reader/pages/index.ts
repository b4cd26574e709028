import type { App, Dependencies } from '../../dependencies.ts';
import { type Button, buttons } from '../forms/button.ts';
import { type FormPage, formPages } from '../forms/form-page.ts';
import { type ReadingPage, readingPages } from '../forms/reading-page.ts';
import { forgotPassword, resendVerification } from './account/ask-for-mail.ts';
import { logIn, logInCode } from './account/log-in.ts';
import { logInPasskey } from './account/log-in-passkey.ts';
import { logOut } from './account/log-out.ts';
import { mailSent } from './account/mail-sent.ts';
import { resetPassword, verifyEmail } from './account/mailed-links.ts';
import { register } from './account/register.ts';
import { unsubscribe } from './account/unsubscribe.ts';
import { followedPosts } from './me/followed-posts.ts';
import { changeEmail, changePassword, leave } from './me/keys.ts';
import { myPosts } from './me/my-posts.ts';
import { notifications, readNotifications } from './me/notifications.ts';
import { passkey, passkeys } from './me/passkeys.ts';
import { picture, removePicture } from './me/picture.ts';
import { endSession, logOutEverywhere, sessions } from './me/sessions.ts';
import { twoFactor } from './me/two-factor.ts';
import { preferences, profile } from './me/settings.ts';
import { ban, bans, liftBan } from './moderation/bans.ts';
import { moderateComment, moderatePost } from './moderation/content.ts';
import { log, undoAct } from './moderation/log.ts';
import { mute } from './moderation/mute.ts';
import { purge } from './moderation/purge.ts';
import { claims, decideInQueue, queue } from './moderation/queue.ts';
import { decideReport, reports } from './moderation/reports.ts';
import { settings } from './moderation/settings.ts';
import { slowChannel } from './moderation/slow.ts';
import { mergePost, splitComment } from './moderation/threads.ts';
import { deleteComment, editComment } from './writing/change-comment.ts';
import { editPost } from './writing/edit-post.ts';
import { newPost } from './writing/new-post.ts';
import { commentPlace } from './writing/one-comment.ts';
import { presses } from './writing/press.ts';
import { reply } from './writing/reply.ts';
import { report } from './writing/report.ts';
import { tip } from './writing/tip.ts';

/** Pages with a form. */
export const forms: readonly FormPage[] = [
  logIn,
  logInCode,
  logInPasskey,
  register,
  verifyEmail,
  resendVerification,
  forgotPassword,
  resetPassword,
  newPost,
  editPost,
  reply,
  editComment,
  deleteComment,
  tip,
  report,
  profile,
  picture,
  preferences,
  changePassword,
  twoFactor,
  passkeys,
  passkey,
  changeEmail,
  leave,
  moderatePost,
  moderateComment,
  splitComment,
  mergePost,
  decideReport,
  decideInQueue,
  slowChannel,
  settings,
  ban,
  mute,
  purge,
];

/** Pages that only show something. */
export const pages: readonly ReadingPage[] = [
  mailSent,
  notifications,
  myPosts,
  followedPosts,
  sessions,
  queue,
  reports,
  bans,
  log,
];

/** Single buttons on pages. */
export const actions: readonly Button[] = [
  logOut,
  ...presses,
  readNotifications,
  removePicture,
  endSession,
  logOutEverywhere,
  liftBan,
  ...claims,
  undoAct,
];

/** All of the reader that writes, and the pages of whoever is logged in. */
export function readerForms(app: App, dependencies: Dependencies): void {
  formPages(app, dependencies, forms);
  readingPages(app, dependencies, pages);
  buttons(app, dependencies, actions);
  commentPlace(app, dependencies);
  unsubscribe(app, dependencies);
}

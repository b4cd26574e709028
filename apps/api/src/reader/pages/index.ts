import type { App, Dependencies } from '../../dependencies.ts';
import { type Button, buttons } from '../forms/button.ts';
import { type FormPage, formPages } from '../forms/form-page.ts';
import { forgotPassword, resendVerification } from './account/ask-for-mail.ts';
import { logIn } from './account/log-in.ts';
import { logOut } from './account/log-out.ts';
import { mailSent } from './account/mail-sent.ts';
import { resetPassword, verifyEmail } from './account/mailed-links.ts';
import { register } from './account/register.ts';
import { deleteComment, editComment } from './writing/change-comment.ts';
import { editPost } from './writing/edit-post.ts';
import { newPost } from './writing/new-post.ts';
import { presses } from './writing/press.ts';
import { reply } from './writing/reply.ts';
import { report } from './writing/report.ts';
import { tip } from './writing/tip.ts';

/** Pages with a form. */
const forms: readonly FormPage[] = [
  logIn,
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
];

/** Single buttons on pages. */
const actions: readonly Button[] = [logOut, ...presses];

/** All of the reader that writes, and the pages of whoever is logged in. */
export function readerForms(app: App, dependencies: Dependencies): void {
  formPages(app, dependencies, forms);
  buttons(app, dependencies, actions);
  for (const page of [mailSent]) page(app, dependencies);
}

import type { FormPage } from '../../forms/form-page.ts';
import { readerPaths } from '../../markup/paths.ts';

/** A page that has a mail sent to an address, if that has an account. */
const askForMail = (page: { path: string; title: string; lead: string; operation: string }): FormPage => ({
  path: page.path,
  login: 'none',
  show: () => ({
    title: page.title,
    lead: page.lead,
    fields: [{ name: 'email', label: 'E-mail', kind: 'email', autocomplete: 'email', most: 254 }],
    submit: [{ text: 'Send the mail' }],
  }),
  call: ({ form }) => ({ method: 'POST', path: page.operation, body: { email: form.text('email') } }),
  done: ({ community }) => readerPaths.mailSent(community),
});

export const forgotPassword = askForMail({
  path: '/password/forgot',
  title: 'Forgot your password?',
  lead: 'A mail with a link lets you set a new one.',
  operation: '/auth/password/forgot',
});

export const resendVerification = askForMail({
  path: '/verify-email/resend',
  title: 'Send the mail again',
  lead: 'The link in it confirms that the address is yours. Earlier ones end.',
  operation: '/auth/verify-email/resend',
});

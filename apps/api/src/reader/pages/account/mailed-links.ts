import type { FormPage } from '../../forms/form-page.ts';
import { withFlash } from '../../forms/way-back.ts';
import { readerPaths } from '../../markup/paths.ts';

// Opening a mailed link changes nothing, for programs that look into mails open links, too: the button on its page does.

/** Proves an address: that of a new account, or one asked for instead. */
export const verifyEmail: FormPage = {
  path: '/verify-email',
  login: 'optional',
  show: ({ query, form }) => ({
    title: 'Confirm your address',
    lead: 'One more step, and the address is yours here.',
    fields: [{ name: 'token', label: 'Token', kind: 'hidden', value: query('token') ?? form.text('token') }],
    submit: [{ text: 'Confirm' }],
  }),
  call: ({ form }) => ({ method: 'POST', path: '/auth/verify-email', body: { token: form.text('token') } }),
  done: ({ community, request }) =>
    request.viewer === undefined
      ? withFlash(readerPaths.logIn(community), 'verified')
      : withFlash(readerPaths.profile(community), 'saved'),
};

/** Sets a new password with a mailed token. */
export const resetPassword: FormPage = {
  path: '/password/reset',
  login: 'optional',
  show: ({ query, form }) => ({
    title: 'Set a new password',
    lead: 'Every session of yours ends with it.',
    fields: [
      { name: 'token', label: 'Token', kind: 'hidden', value: query('token') ?? form.text('token') },
      {
        name: 'password',
        label: 'New password',
        kind: 'password',
        autocomplete: 'new-password',
        least: 8,
        most: 200,
      },
    ],
    submit: [{ text: 'Set the password' }],
    blame: { 'auth.weak_password': 'password' },
  }),
  call: ({ form }) => ({
    method: 'POST',
    path: '/auth/password/reset',
    body: { token: form.text('token'), password: form.text('password') },
  }),
  done: (visit) => {
    visit.cookies.forgetSession(visit.request, visit.reply);
    return withFlash(readerPaths.logIn(visit.community), 'password');
  },
};

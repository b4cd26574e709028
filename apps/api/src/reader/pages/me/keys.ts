import { currentPassword } from '../../forms/field.ts';
import type { FormPage } from '../../forms/form-page.ts';
import { withFlash } from '../../forms/way-back.ts';
import { readerPaths } from '../../markup/paths.ts';
import { settingsNav } from '../../views/sections.ts';

/** Another password; every session ends with it. */
export const changePassword: FormPage = {
  path: '/me/password',
  login: 'required',
  show: ({ community }) => ({
    title: 'Password',
    lead: 'Every session of yours ends with a new one.',
    above: settingsNav(community, 'Password'),
    fields: [
      currentPassword,
      {
        name: 'newPassword',
        label: 'New password',
        kind: 'password',
        autocomplete: 'new-password',
        least: 8,
        most: 200,
      },
    ],
    submit: [{ text: 'Change it' }],
    blame: { 'auth.invalid_credentials': 'currentPassword', 'auth.weak_password': 'newPassword' },
  }),
  call: ({ form }) => ({
    method: 'POST',
    path: '/auth/password',
    body: { currentPassword: form.text('currentPassword'), newPassword: form.text('newPassword') },
  }),
  done: (visit) => {
    visit.cookies.forgetSession(visit.request, visit.reply);
    return withFlash(readerPaths.logIn(visit.community), 'password');
  },
};

/** Another address, which is theirs once the mailed link is opened. */
export const changeEmail: FormPage = {
  path: '/me/email',
  login: 'required',
  show: ({ community }) => ({
    title: 'E-mail',
    lead: 'A mail with a link goes to the new address. Until it is opened, the old one stays.',
    above: settingsNav(community, 'E-mail'),
    fields: [
      { name: 'email', label: 'New address', kind: 'email', autocomplete: 'email', most: 254 },
      currentPassword,
    ],
    submit: [{ text: 'Send the mail' }],
    blame: { 'auth.invalid_credentials': 'currentPassword' },
  }),
  call: ({ form }) => ({
    method: 'POST',
    path: '/me/email',
    body: { email: form.text('email'), currentPassword: form.text('currentPassword') },
  }),
  done: ({ community }) => withFlash(readerPaths.profile(community), 'mailed'),
};

/** Closes the account for good. */
export const leave: FormPage = {
  path: '/me/leave',
  login: 'required',
  show: ({ community }) => ({
    title: 'Leave',
    lead: 'Your name, address, profile, drafts and notifications go, for good. What you published stays, by "Deleted user".',
    above: settingsNav(community, 'Leave'),
    fields: [currentPassword],
    submit: [{ text: 'Close my account', kind: 'danger' }],
    blame: { 'auth.invalid_credentials': 'currentPassword' },
  }),
  call: ({ form }) => ({
    method: 'DELETE',
    path: '/me',
    body: { currentPassword: form.text('currentPassword') },
  }),
  done: (visit) => {
    visit.cookies.forgetSession(visit.request, visit.reply);
    return withFlash(readerPaths.community(visit.community), 'left');
  },
};

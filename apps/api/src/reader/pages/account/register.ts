import type { FormPage } from '../../forms/form-page.ts';
import { html } from '../../markup/html.ts';
import { readerPaths } from '../../markup/paths.ts';

/** Open an account; the answer is the same whether or not the address has one. */
export const register: FormPage = {
  path: '/register',
  login: 'none',
  show: ({ community }) => ({
    title: 'Register',
    lead: 'A mail with a link confirms that the address is yours.',
    fields: [
      {
        name: 'email',
        label: 'E-mail',
        kind: 'email',
        autocomplete: 'email',
        most: 254,
        hint: 'Nobody else sees it.',
      },
      {
        name: 'username',
        label: 'Username',
        kind: 'text',
        autocomplete: 'username',
        most: 30,
        least: 3,
        hint: '3 to 30 letters, digits and underscores. It stays.',
      },
      {
        name: 'displayName',
        label: 'Name',
        kind: 'text',
        autocomplete: 'name',
        most: 80,
        hint: 'As others see you. You can change it later.',
      },
      {
        name: 'password',
        label: 'Password',
        kind: 'password',
        autocomplete: 'new-password',
        least: 8,
        most: 200,
        hint: 'At least 8 characters; a few words that nobody would guess are good.',
      },
    ],
    submit: [{ text: 'Register' }],
    blame: { 'conflict.duplicate': 'username', 'auth.weak_password': 'password' },
    below: html`<p>Have an account? <a href="${readerPaths.logIn(community)}">Log in</a>.</p>`,
  }),
  call: ({ form }) => ({
    method: 'POST',
    path: '/auth/register',
    body: {
      email: form.text('email'),
      username: form.text('username').trim(),
      displayName: form.text('displayName'),
      password: form.text('password'),
    },
  }),
  done: ({ community }) => readerPaths.mailSent(community),
};

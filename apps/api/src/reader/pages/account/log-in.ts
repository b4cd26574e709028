import { tokens } from '../../../domain/sessions/tokens.ts';
import type { FormPage } from '../../forms/form-page.ts';
import { saying } from '../../forms/way-back.ts';
import { html } from '../../markup/html.ts';
import { readerPaths } from '../../markup/paths.ts';

/** Log in; the tokens that the operation answers go into the session's cookie. */
export const logIn: FormPage = {
  path: '/login',
  login: 'none',
  show: ({ community, back }) => ({
    title: 'Log in',
    fields: [
      { name: 'email', label: 'E-mail', kind: 'email', autocomplete: 'username', most: 254 },
      { name: 'password', label: 'Password', kind: 'password', autocomplete: 'current-password', most: 200 },
      { name: 'to', label: '', kind: 'hidden', value: back },
    ],
    submit: [{ text: 'Log in' }],
    below: html`<p>No account yet? <a href="${readerPaths.register(community)}">Register</a>.</p>
      <p><a href="${readerPaths.forgotPassword(community)}">Forgot your password?</a></p>
      <p>
        <a href="${readerPaths.resendVerification(community)}">No mail came to confirm your address?</a>
      </p>`,
  }),
  call: ({ form }) => ({
    method: 'POST',
    path: '/auth/login',
    body: { email: form.text('email'), password: form.text('password') },
  }),
  done: (visit, answer) => {
    visit.cookies.keepSession(visit.request, visit.reply, tokens.parse(answer));
    return saying(visit.back, 'welcome');
  },
};

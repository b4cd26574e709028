import { passkeyDomain } from '../../../auth/passkey.ts';
import { codeWanted } from '../../../domain/sessions/start-session.ts';
import { tokens } from '../../../domain/sessions/tokens.ts';
import type { FormPage } from '../../forms/form-page.ts';
import { withFlash } from '../../forms/way-back.ts';
import { html } from '../../markup/html.ts';
import { readerPaths, withQuery } from '../../markup/paths.ts';

/** Log in; the tokens that the operation answers go into the session's cookie. */
export const logIn: FormPage = {
  path: '/login',
  login: 'none',
  show: ({ community, back, dependencies: { config } }) => ({
    title: 'Log in',
    fields: [
      { name: 'email', label: 'E-mail', kind: 'email', autocomplete: 'username', most: 254 },
      { name: 'password', label: 'Password', kind: 'password', autocomplete: 'current-password', most: 200 },
      { name: 'to', label: '', kind: 'hidden', value: back },
    ],
    submit: [{ text: 'Log in' }],
    below: html`${
        passkeyDomain(config) !== undefined &&
        html`<p>
          <a href="${withQuery(readerPaths.logInPasskey(community), { to: back })}">Log in with a passkey</a>
        </p>`
      }
      <p>No account yet? <a href="${readerPaths.register(community)}">Register</a>.</p>
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
    const { cookies, request, reply, community, back } = visit;
    const half = codeWanted.safeParse(answer);
    if (half.success) {
      cookies.keepLogin(request, reply, half.data.loginToken, half.data.expiresIn);
      return withQuery(readerPaths.logInCode(community), { to: back });
    }
    cookies.keepSession(request, reply, tokens.parse(answer));
    return withFlash(back, 'welcome');
  },
};

/** The second step, where the account asks for codes. */
export const logInCode: FormPage = {
  path: '/login/code',
  login: 'none',
  show: ({ community, back, cookies, request }) => ({
    title: 'Your code',
    lead:
      cookies.readLogin(request) === undefined
        ? 'No log-in is under way, or it has taken too long. Begin again below.'
        : 'Your password is right. Open your authenticator app.',
    fields: [
      {
        name: 'code',
        label: 'Code',
        kind: 'text',
        autocomplete: 'one-time-code',
        most: 40,
        hint: 'The six digits that the app shows now, or a recovery code.',
      },
      { name: 'to', label: '', kind: 'hidden', value: back },
    ],
    submit: [{ text: 'Log in' }],
    blame: { 'auth.invalid_code': 'code' },
    below: html`<p>Not you, or too late? <a href="${readerPaths.logIn(community)}">Begin again</a>.</p>`,
  }),
  call: ({ form, cookies, request }) => ({
    method: 'POST',
    path: '/auth/login/code',
    // Without a log-in that was begun it is refused as an old one is.
    body: { loginToken: cookies.readLogin(request) ?? 'none', code: form.text('code') },
  }),
  done: ({ cookies, request, reply, back }, answer) => {
    cookies.forgetLogin(request, reply);
    cookies.keepSession(request, reply, tokens.parse(answer));
    return withFlash(back, 'welcome');
  },
};

import { noPasskeys, passkeyDomain } from '../../../auth/passkey.ts';
import { passkeyQuestion } from '../../../features/accounts/passkeys/begin-passkey-login.ts';
import { tokens } from '../../../domain/sessions/tokens.ts';
import type { FormPage } from '../../forms/form-page.ts';
import { passkeyAnswer, readPasskeyAnswer } from '../../forms/passkey-answer.ts';
import { withFlash } from '../../forms/way-back.ts';
import { html } from '../../markup/html.ts';
import { readerPaths, withQuery } from '../../markup/paths.ts';

/** Log in with a key of the device, which makes sure who uses it: no password, no code. */
export const logInPasskey: FormPage = {
  path: '/login/passkey',
  login: 'none',
  show: async (visit) => {
    const { community, back, dependencies } = visit;
    const title = 'Log in with a passkey';
    const below = html`<p>
      <a href="${withQuery(readerPaths.logIn(community), { to: back })}">Log in with e-mail and password</a>
    </p>`;
    if (passkeyDomain(dependencies.config) === undefined) {
      const { message, fix } = noPasskeys(dependencies.config);
      const lead = `${message} ${fix}`;
      return { title, lead, fields: [], submit: [], below };
    }
    const question = await visit.ask({ method: 'POST', path: '/auth/passkey/options' });
    return {
      title,
      lead: 'Your browser asks which one. It needs scripts for that.',
      fields: [passkeyAnswer, { name: 'to', label: '', kind: 'hidden', value: back }],
      submit: [{ text: 'Use a passkey' }],
      passkey: { act: 'get', options: passkeyQuestion.parse(question) },
      below,
    };
  },
  call: ({ form }) => ({
    method: 'POST',
    path: '/auth/passkey',
    body: { answer: readPasskeyAnswer(form) },
  }),
  done: ({ cookies, request, reply, back }, answer) => {
    cookies.keepSession(request, reply, tokens.parse(answer));
    return withFlash(back, 'welcome');
  },
};

import { renderSVG } from 'uqr';
import { twoFactorSecret } from '../../../features/me/two-factor/begin-two-factor.ts';
import { twoFactorState } from '../../../features/me/two-factor/get-two-factor.ts';
import { recoveryCodes } from '../../../features/me/two-factor/two-factor.ts';
import { currentPassword } from '../../forms/field.ts';
import type { FormPage } from '../../forms/form-page.ts';
import type { Visit } from '../../forms/visit.ts';
import { withFlash } from '../../forms/way-back.ts';
import { ago } from '../../markup/format.ts';
import { html, trusted } from '../../markup/html.ts';
import { readerPaths } from '../../markup/paths.ts';
import type { ShownForm } from '../../views/form.ts';
import { settingsNav } from '../../views/sections.ts';

const codeField = (hint: string) =>
  ({ name: 'code', label: 'Code', kind: 'text', autocomplete: 'one-time-code', most: 40, hint }) as const;

/** Codes of an app at log-in: set up, renewed, turned off. What is shown once comes in place of a page to go to. */
export const twoFactor: FormPage = {
  path: '/me/two-factor',
  login: 'required',
  async show(visit) {
    const { community, form } = visit;
    const page = {
      title: 'Codes',
      above: settingsNav(community, 'Codes'),
      blame: { 'auth.invalid_credentials': 'currentPassword', 'auth.invalid_code': 'code' },
    } as const;
    if (form.has('address')) return { ...page, ...confirmation(visit, form.text('address')) };
    const state = twoFactorState.parse(await visit.ask({ method: 'GET', path: '/me/two-factor' }));
    if (state.enabledAt !== null) {
      const { recoveryCodesLeft: left } = state;
      return {
        ...page,
        lead: html`You are asked for a code when you log in, since ${ago(state.enabledAt)}. Recovery codes
        left: ${left}.`,
        fields: [currentPassword, codeField('The six digits that your app shows now, or a recovery code.')],
        submit: [
          { text: 'Make new recovery codes', value: 'codes' },
          { text: 'Ask for no more codes', value: 'off', kind: 'danger' },
        ],
      };
    }
    if (!state.offered) {
      return {
        ...page,
        lead: 'This forum offers none: whoever runs it has set no OAUTH_TOKEN_KEYS.',
        fields: [],
        submit: [],
      };
    }
    return {
      ...page,
      lead: 'With an authenticator app, your password alone opens your account to nobody.',
      fields: [currentPassword],
      submit: [{ text: 'Set it up', value: 'begin' }],
    };
  },
  async instead(visit) {
    const { form } = visit;
    const proof = { currentPassword: form.text('currentPassword'), code: form.text('code') };
    const ask = (path: string, body: object): Promise<unknown> =>
      visit.ask({ method: 'POST', path: `/me/two-factor${path}`, body });
    if (form.has('address')) return newCodes(visit, await ask('/confirmation', { code: proof.code }));
    if (form.text('do') === 'codes') return newCodes(visit, await ask('/recovery-codes', proof));
    if (form.text('do') === 'off') return undefined;
    const { address } = twoFactorSecret.parse(await ask('', { currentPassword: proof.currentPassword }));
    return confirmation(visit, address);
  },
  call: ({ form }) => ({
    method: 'DELETE',
    path: '/me/two-factor',
    body: { currentPassword: form.text('currentPassword'), code: form.text('code') },
  }),
  done: ({ community }) => withFlash(readerPaths.twoFactor(community), 'codesOff'),
};

/** Of the form, which brings it back when the code was wrong. */
const secretOf = (address: string): string =>
  URL.canParse(address) ? (new URL(address).searchParams.get('secret') ?? '') : '';

/** Whether it is an address as we make them, which a picture holds; the form may bring anything back. */
const isOurs = (address: string): boolean => /^otpauth:[\x21-\x7e]{1,700}$/.test(address);

/** The secret, as a picture and as text, and the code that confirms it. */
function confirmation({ community }: Visit, address: string): ShownForm {
  const shown = address.slice(0, 1000);
  return {
    title: 'Codes',
    lead: 'Let your app read the picture, or type the secret into it. Then send the code that it shows.',
    above: html`${settingsNav(community, 'Codes')}
      <figure class="secret">
        ${
          isOurs(shown) &&
          html`<div role="img" aria-label="The secret as a QR code">
            ${trusted(renderSVG(shown, { pixelSize: 4 }))}
          </div>`
        }
        <figcaption>Secret: <code>${secretOf(shown).replaceAll(/(.{4})(?=.)/g, '$1 ')}</code></figcaption>
      </figure>`,
    fields: [
      codeField('Six digits. A wrong one changes nothing.'),
      { name: 'address', label: '', kind: 'hidden', value: shown },
    ],
    submit: [{ text: 'Ask me for codes from now on' }],
    blame: { 'auth.invalid_code': 'code' },
  };
}

function newCodes({ community }: Visit, answer: unknown): ShownForm {
  return {
    title: 'Recovery codes',
    lead: 'Keep them where your phone is not. Each lets you in once without your app; they are shown only now.',
    above: html`${settingsNav(community, 'Codes')}
      <ul class="recovery">
        ${recoveryCodes.parse(answer).recoveryCodes.map((each) => html`<li><code>${each}</code></li>`)}
      </ul>`,
    fields: [],
    submit: [],
    below: html`<p><a href="${readerPaths.twoFactor(community)}">I have kept them</a></p>`,
  };
}

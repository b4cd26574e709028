import { found } from '../../../api-error.ts';
import { noPasskeys } from '../../../auth/passkey.ts';
import { id } from '../../../domain/values.ts';
import { passkeyOrder } from '../../../features/me/passkeys/begin-passkey.ts';
import { passkeyList } from '../../../features/me/passkeys/list-passkeys.ts';
import { twoFactorState } from '../../../features/me/two-factor/get-two-factor.ts';
import { currentPassword } from '../../forms/field.ts';
import type { FormPage } from '../../forms/form-page.ts';
import { passkeyAnswer, readPasskeyAnswer } from '../../forms/passkey-answer.ts';
import type { Visit } from '../../forms/visit.ts';
import { withFlash } from '../../forms/way-back.ts';
import { ago } from '../../markup/format.ts';
import { html } from '../../markup/html.ts';
import { readerPaths } from '../../markup/paths.ts';
import { settingsNav } from '../../views/sections.ts';

const read = async (visit: Visit) =>
  passkeyList.parse(await visit.ask({ method: 'GET', path: '/me/passkeys' }));
const name = { name: 'name', label: 'What you call it', kind: 'text', most: 60 } as const;

/** The reader's passkeys, and making one: the password first, then the device. */
export const passkeys: FormPage = {
  path: '/me/passkeys',
  login: 'required',
  async show(visit) {
    const slug = visit.community;
    const { offered, items } = await read(visit);
    const { message, fix } = noPasskeys(visit.dependencies.config);
    const codes = twoFactorState.parse(await visit.ask({ method: 'GET', path: '/me/two-factor' }));
    return {
      title: 'Passkeys',
      lead: offered
        ? 'A passkey of your device or password manager logs you in without a password.'
        : `${message} ${fix}`,
      above: html`${settingsNav(slug, 'Passkeys')}
        <ul class="rows">
          ${items.map(
            (each) =>
              html`<li>
                <div class="row">
                  <p><a href="${readerPaths.passkey(slug, each.id)}">${each.name}</a></p>
                  <p class="meta">
                    <span>since ${ago(each.createdAt)}</span
                    ><span
                      >${each.lastUsedAt === null ? 'never used' : html`used ${ago(each.lastUsedAt)}`}</span
                    >
                  </p>
                </div>
              </li>`,
          )}
        </ul>`,
      fields: !offered
        ? []
        : [
            currentPassword,
            ...(codes.enabledAt === null
              ? []
              : [
                  {
                    name: 'code',
                    label: 'Code',
                    kind: 'text',
                    autocomplete: 'one-time-code',
                    most: 40,
                    hint: 'The six digits that your app shows now, or a recovery code.',
                  } as const,
                ]),
          ],
      submit: offered ? [{ text: 'Make a passkey', value: 'begin' }] : [],
      blame: { 'auth.invalid_credentials': 'currentPassword', 'auth.invalid_code': 'code' },
    };
  },
  async instead(visit) {
    const { form, community } = visit;
    if (form.text('do') !== 'begin') return undefined;
    const proof = { currentPassword: form.text('currentPassword'), code: form.optional('code') };
    const order = await visit.ask({ method: 'POST', path: '/me/passkeys/options', body: proof });
    return {
      title: 'Make a passkey',
      lead: 'Your browser asks where to keep it. It needs scripts for that.',
      above: settingsNav(community, 'Passkeys'),
      fields: [{ ...name, value: 'My passkey' }, passkeyAnswer],
      submit: [{ text: 'Make it' }],
      passkey: { act: 'create', options: passkeyOrder.parse(order) },
    };
  },
  call: ({ form }) => ({
    method: 'POST',
    path: '/me/passkeys',
    body: { name: form.text('name'), answer: readPasskeyAnswer(form) },
  }),
  done: ({ community }) => withFlash(readerPaths.passkeys(community), 'passkeyMade'),
};

/** One passkey: called something else, or removed. */
export const passkey: FormPage = {
  path: '/me/passkeys/:passkey',
  params: { passkey: id },
  login: 'required',
  async show(visit) {
    const { items } = await read(visit);
    const mine = found(
      items.find((each) => each.id === visit.param('passkey')),
      'passkey',
    );
    return {
      title: mine.name,
      above: settingsNav(visit.community, 'Passkeys'),
      fields: [
        { ...name, value: mine.name },
        { ...currentPassword, optional: true, hint: 'Only to remove the passkey.' },
      ],
      submit: [
        { text: 'Save the name', value: 'name' },
        { text: 'Remove it', value: 'remove', kind: 'danger' },
      ],
      blame: { 'auth.invalid_credentials': 'currentPassword' },
    };
  },
  call: ({ form, param }) =>
    form.text('do') === 'remove'
      ? {
          method: 'DELETE',
          path: `/me/passkeys/${param('passkey')}`,
          body: { currentPassword: form.text('currentPassword') },
        }
      : { method: 'PUT', path: `/me/passkeys/${param('passkey')}/name`, body: { name: form.text('name') } },
  done: ({ community, form }) =>
    withFlash(readerPaths.passkeys(community), form.text('do') === 'remove' ? 'passkeyGone' : 'saved'),
};

import { username } from '../../../domain/people.ts';
import { id } from '../../../domain/values.ts';
import { banPage } from '../../../features/moderation/bans/list-bans.ts';
import type { Button } from '../../forms/button.ts';
import { keyField } from '../../forms/field.ts';
import type { FormPage } from '../../forms/form-page.ts';
import type { ReadingPage } from '../../forms/reading-page.ts';
import { withFlash } from '../../forms/way-back.ts';
import { ago } from '../../markup/format.ts';
import { html } from '../../markup/html.ts';
import { readerPaths, withQuery } from '../../markup/paths.ts';
import { buttonForm } from '../../views/button.ts';
import { more } from '../../views/parts.ts';
import { moderationNav } from '../../views/sections.ts';
import { spanEnd, spanFields } from './spans.ts';

/** Keeps somebody out for a time, or for good. */
export const ban: FormPage = {
  path: '/users/:user/ban',
  login: 'required',
  params: { user: username },
  show: ({ param, community }) => ({
    title: `Ban @${param('user')}`,
    lead: 'They can neither log in nor write, and are told why when they try.',
    above: moderationNav(community, 'Bans'),
    fields: [
      ...spanFields('For good'),
      { name: 'reason', label: 'Why? They are told this', kind: 'lines', rows: 4, most: 1000 },
      keyField(),
    ],
    submit: [{ text: 'Ban them', kind: 'danger' }],
  }),
  call: ({ form, param }) => {
    const endsAt = spanEnd(form);
    return {
      method: 'POST',
      path: '/bans',
      key: form.text('key'),
      body: {
        user: param('user'),
        reason: form.text('reason'),
        ...(endsAt !== undefined && { endsAt }),
      },
    };
  },
  done: ({ community }) => withFlash(readerPaths.bans(community), 'banned'),
};

/** Who is banned, and was. */
export const bans: ReadingPage = {
  path: '/moderation/bans',
  login: 'required',
  show: async (visit, view) => {
    const slug = visit.community;
    const path = withQuery('/bans', { limit: '30', cursor: visit.query('cursor') });
    const { items, next } = banPage.parse(await visit.ask({ method: 'GET', path }));
    const now = Date.now();
    return {
      title: 'Bans',
      content: html`<div class="title"><h1>Bans</h1></div>
        ${moderationNav(slug, 'Bans')}
        ${items.length === 0 && html`<p class="empty">Nobody was banned yet.</p>`}
        <ol class="rows">
          ${items.map(({ id: banId, user, reason, startsAt, endsAt, liftedAt }) => {
            const over = liftedAt !== null || (endsAt !== null && Date.parse(endsAt) <= now);
            return html`<li>
              <div class="row">
                <p>
                  <a class="person" href="${readerPaths.user(slug, user)}">@${user}</a>
                  ${over && html`<span class="badge">over</span>`}
                </p>
                ${!over && buttonForm(view, { action: readerPaths.liftBan(slug, banId), text: html`Lift it<span class="hidden">: the ban of ${user}</span>` })}
              </div>
              <blockquote>${reason}</blockquote>
              <p class="meta">
                <span>${ago(startsAt)}</span
                ><span>${endsAt === null ? 'for good' : html`until ${ago(endsAt)}`}</span>
              </p>
            </li>`;
          })}
        </ol>
        ${more(readerPaths.bans(slug), {}, next, 'Earlier ones')}`,
    };
  },
};

export const liftBan: Button = {
  path: '/moderation/bans/:ban/lift',
  params: { ban: id },
  call: ({ param }) => ({ method: 'DELETE', path: `/bans/${param('ban')}` }),
  to: ({ community }) => readerPaths.bans(community),
  flash: 'lifted',
};

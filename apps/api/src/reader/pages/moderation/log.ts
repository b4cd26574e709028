import { z } from 'zod';
import { id } from '../../../domain/values.ts';
import { moderationLog } from '../../../features/moderation/log/list-moderation-log.ts';
import { undoings } from '../../../features/moderation/undo/undoings.ts';
import type { Button } from '../../forms/button.ts';
import type { ReadingPage } from '../../forms/reading-page.ts';
import { ago } from '../../markup/format.ts';
import { html } from '../../markup/html.ts';
import { readerPaths, withQuery } from '../../markup/paths.ts';
import { buttonForm } from '../../views/button.ts';
import { more } from '../../views/parts.ts';
import { moderationNav } from '../../views/sections.ts';

const parts = z.record(z.string(), z.unknown()).catch({});
const inWords = (value: unknown): string =>
  value === null || value === undefined || value === ''
    ? 'none'
    : typeof value === 'string'
      ? value
      : JSON.stringify(value);

/** What an act changed, from what to what, and why. What it is kept with besides, such as ids, says nothing to people. */
function told({ reason, before, after, ...rest }: Readonly<Record<string, unknown>>): string[] {
  const was = parts.parse(before ?? {});
  const changes = Object.entries(parts.parse(after ?? {})).map(
    ([part, now]) => `${part}: ${inWords(was[part])} → ${inWords(now)}`,
  );
  const others = Object.entries(rest).filter(
    ([part, value]) =>
      after === undefined &&
      value !== null &&
      value !== '' &&
      part !== 'entry' &&
      !z.guid().safeParse(value).success,
  );
  return [
    ...changes,
    ...others.map(([part, value]) => `${part}: ${inWords(value)}`),
    ...(typeof reason === 'string' && reason !== '' ? [`“${reason}”`] : []),
  ];
}

/** What moderators and administrators did, and a way back from each act that has one. */
export const log: ReadingPage = {
  path: '/moderation/log',
  login: 'required',
  show: async (visit, view) => {
    const slug = visit.community;
    const path = withQuery('/moderation/log', { limit: '50', cursor: visit.query('cursor') });
    const { items, next } = moderationLog.parse(await visit.ask({ method: 'GET', path }));
    return {
      title: 'Log',
      content: html`<div class="title"><h1>Log</h1></div>
        ${moderationNav(slug, 'Log')}
        ${items.length === 0 && html`<p class="empty">Nobody has moderated anything yet.</p>`}
        <ol class="rows">
          ${items.map(
            ({ id: entry, moderator, action, details, createdAt, undone }) =>
              html`<li>
                <div class="row">
                  <p>
                    <a class="person" href="${readerPaths.user(slug, moderator.username)}"
                      >@${moderator.username}</a
                    >
                    <span class="badge">${action}</span>${undone && html` <span class="badge">undone</span>`}
                  </p>
                  <p class="meta">${ago(createdAt)}</p>
                </div>
                <p class="meta">${told(details).map((part) => html`<span>${part}</span>`)}</p>
                ${
                  !undone &&
                  undoings.has(action) &&
                  html`<div class="acts">
                    ${buttonForm(view, { action: readerPaths.undoAct(slug, entry), text: html`Undo it<span class="hidden">: ${action}</span>` })}
                  </div>`
                }
              </li>`,
          )}
        </ol>
        ${more(readerPaths.moderationLog(slug), {}, next, 'Earlier ones')}`,
    };
  },
};

export const undoAct: Button = {
  path: '/moderation/log/:entry/undo',
  params: { entry: id },
  call: ({ param }) => ({ method: 'POST', path: `/moderation/log/${param('entry')}/undo`, body: {} }),
  to: ({ community }) => readerPaths.moderationLog(community),
  flash: 'undone',
};

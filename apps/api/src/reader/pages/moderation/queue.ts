import type { z } from 'zod';
import { id } from '../../../domain/values.ts';
import { queuePage } from '../../../features/moderation/queue/list-queue.ts';
import type { Button } from '../../forms/button.ts';
import type { FormPage } from '../../forms/form-page.ts';
import type { ReadingPage } from '../../forms/reading-page.ts';
import { withFlash } from '../../forms/way-back.ts';
import { ago } from '../../markup/format.ts';
import { type Html, html } from '../../markup/html.ts';
import { readerPaths, withQuery } from '../../markup/paths.ts';
import type { View } from '../../view.ts';
import { buttonForm } from '../../views/button.ts';
import { more } from '../../views/parts.ts';
import { moderationNav } from '../../views/sections.ts';

type Waiting = z.output<typeof queuePage>['items'][number];

const kinds = { POST: 'a post', COMMENT: 'a reply', USER: 'a person' } as const;
const holds = { FLOOD: 'looks like a flood', NEW_MEMBER: 'of a new member' } as const;

function place(slug: string, { id: target, kind, author }: Waiting): string {
  if (kind === 'USER') return readerPaths.user(slug, author.username);
  return kind === 'POST' ? readerPaths.post(slug, target) : readerPaths.comment(slug, target);
}

function item(view: View, waiting: Waiting): Html {
  const { slug } = view.community;
  const { id: target, kind, author, title, excerpt, hold, reports, reasons, since, takenBy } = waiting;
  const mine = takenBy !== null && takenBy.id === view.reader?.id;
  return html`<li>
    <div class="row">
      <p>
        <a href="${place(slug, waiting)}">${title ?? kinds[kind]}</a> by
        <a class="person" href="${readerPaths.user(slug, author.username)}">@${author.username}</a>
        ${hold !== null && html`<span class="badge">${holds[hold]}</span>`}
        ${reports > 0 && html`<span class="badge">${reports === 1 ? 'reported' : `${reports} reports`}</span>`}
        ${reasons.map((reason) => html`<span class="badge">${reason.toLowerCase().replace('_', ' ')}</span>`)}
      </p>
      <p class="meta">${ago(since)}</p>
    </div>
    ${excerpt !== '' && html`<blockquote>${excerpt}</blockquote>`}
    <div class="acts">
      ${takenBy !== null && !mine && html`<span class="meta">@${takenBy.username} is looking at it</span>`}
      ${mine && buttonForm(view, { action: readerPaths.giveBack(slug, target), text: 'Give it back' })}
      ${takenBy === null && buttonForm(view, { action: readerPaths.take(slug, target), text: 'Take it' })}
      <a class="act" href="${readerPaths.decideInQueue(slug, target)}">Decide</a>
    </div>
  </li>`;
}

/** What waits for moderators, the longest waiting first. */
export const queue: ReadingPage = {
  path: '/moderation/queue',
  login: 'required',
  show: async (visit, view) => {
    const slug = visit.community;
    const path = withQuery('/moderation/queue', { limit: '20', cursor: visit.query('cursor') });
    const { items, next, counts } = queuePage.parse(await visit.ask({ method: 'GET', path }));
    return {
      title: 'Queue',
      content: html`<div class="title"><h1>Queue</h1></div>
        ${moderationNav(slug, 'Queue')}
        <p class="meta">
          <span>${counts.waiting} waiting</span><span>${counts.reported} reported</span
          ><span>${counts.held} held</span><span>${counts.taken} taken</span>
        </p>
        ${items.length === 0 && html`<p class="empty">Nothing waits.</p>`}
        <ol class="rows">
          ${items.map((each) => item(view, each))}
        </ol>
        ${more(readerPaths.queue(slug), {}, next, 'Later ones')}`,
    };
  },
};

const claim = (name: string, method: 'PUT' | 'DELETE'): Button => ({
  path: `/moderation/queue/:target/${name}`,
  params: { target: id },
  call: ({ param }) => ({ method, path: `/moderation/queue/${param('target')}/claim` }),
  to: ({ community }) => readerPaths.queue(community),
});

/** Taking something for an hour, so that no two look at it, and giving it back. */
export const claims: readonly Button[] = [claim('take', 'PUT'), claim('give-back', 'DELETE')];

/** Says what comes of something that waits, with all its reports. */
export const decideInQueue: FormPage = {
  path: '/moderation/queue/:target',
  login: 'required',
  params: { target: id },
  show: ({ community }) => ({
    title: 'Decide',
    above: moderationNav(community, 'Queue'),
    fields: [
      {
        name: 'decision',
        label: 'It is',
        kind: 'choice',
        choices: [
          { value: 'APPROVE', text: 'Fine: its reports are dismissed, and it is shown if it was held' },
          { value: 'REMOVE', text: 'Not fine: its reports are resolved, and it is hidden' },
        ],
      },
      { name: 'resolution', label: 'In your words', kind: 'lines', rows: 4, most: 2000 },
    ],
    submit: [{ text: 'Do it' }],
  }),
  call: ({ form, param }) => ({
    method: 'POST',
    path: `/moderation/queue/${param('target')}/resolution`,
    body: { decision: form.text('decision'), resolution: form.text('resolution') },
  }),
  done: ({ community }) => withFlash(readerPaths.queue(community), 'moderated'),
};

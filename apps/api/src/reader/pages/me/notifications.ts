import type { z } from 'zod';
import { notificationTexts } from '../../../features/notifications/notification-texts.ts';
import { inbox } from '../../../features/notifications/list-my-notifications.ts';
import type { Button } from '../../forms/button.ts';
import type { ReadingPage } from '../../forms/reading-page.ts';
import { ago } from '../../markup/format.ts';
import { type Html, html } from '../../markup/html.ts';
import { readerPaths, withQuery } from '../../markup/paths.ts';
import { buttonForm } from '../../views/button.ts';
import { avatar, more, personLink } from '../../views/parts.ts';

type Notification = z.output<typeof inbox>['items'][number];

function item(
  slug: string,
  { kind, actor, postId, postTitle, commentId, readAt, createdAt }: Notification,
): Html {
  const place =
    postId === null ? '' : readerPaths.post(slug, postId) + (commentId === null ? '' : `#c-${commentId}`);
  return html`<li ${readAt === null && html`class="unread"`}>
    <div class="row">
      <p>
        ${avatar(actor)} ${personLink(slug, actor)}
        ${postTitle === null && kind !== 'TIP' ? 'did something with a post that is not shown any more' : notificationTexts[kind]}
        ${postTitle !== null && html`<a href="${place}">${postTitle}</a>`}
      </p>
      <p class="meta">${readAt === null && html`<span class="badge">new</span>`}${ago(createdAt)}</p>
    </div>
  </li>`;
}

/** What others did that concerns the reader, the latest first. */
export const notifications: ReadingPage = {
  path: '/me/notifications',
  login: 'required',
  show: async (visit, view) => {
    const { community, query } = visit;
    const path = withQuery('/me/notifications', { limit: '30', cursor: query('cursor') });
    const { items, next } = inbox.parse(await visit.ask({ method: 'GET', path }));
    const [newest] = items;
    return {
      title: 'Notifications',
      content: html`<div class="title">
          <h1>Notifications</h1>
          ${
            newest !== undefined &&
            newest.readAt === null &&
            buttonForm(view, {
              action: readerPaths.readNotifications(community),
              text: 'Mark all as read',
              fields: { upTo: newest.id },
            })
          }
        </div>
        ${items.length === 0 && html`<p class="empty">Nothing yet. Replies and mentions will stand here.</p>`}
        <ol class="rows">
          ${items.map((each) => item(community, each))}
        </ol>
        ${more(readerPaths.notifications(community), {}, next, 'Earlier ones')}`,
    };
  },
};

export const readNotifications: Button = {
  path: '/me/notifications/read',
  call: ({ form }) => ({ method: 'POST', path: '/me/notifications/read', body: { upTo: form.text('upTo') } }),
  to: ({ community }) => readerPaths.notifications(community),
  flash: 'read',
};

import { postPage } from '../../../domain/content.ts';
import type { ReadingPage } from '../../forms/reading-page.ts';
import { html } from '../../markup/html.ts';
import { readerPaths, withQuery } from '../../markup/paths.ts';
import { more } from '../../views/parts.ts';
import { postItems } from '../../views/posts/post-list.ts';

/** The posts whose threads the reader follows. */
export const followedPosts: ReadingPage = {
  path: '/me/followed',
  login: 'required',
  show: async (visit) => {
    const { community, query } = visit;
    const path = withQuery('/me/followed', { limit: '20', cursor: query('cursor') });
    const { items, next } = postPage.parse(await visit.ask({ method: 'GET', path }));
    return {
      title: 'Threads you follow',
      content: html`<h1>Threads you follow</h1>
        ${
          items.length === 0
            ? html`<p class="empty">None yet. The button “Follow” stands below each post.</p>`
            : postItems(community, items)
        }
        ${more(readerPaths.followedPosts(community), {}, next)}`,
    };
  },
};

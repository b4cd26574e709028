import { postPage } from '../../../domain/content.ts';
import type { ReadingPage } from '../../forms/reading-page.ts';
import { html } from '../../markup/html.ts';
import { readerPaths, withQuery } from '../../markup/paths.ts';
import { more } from '../../views/parts.ts';
import { postItems } from '../../views/posts/post-list.ts';

/** What the reader wrote, drafts and hidden posts among it. */
export const myPosts: ReadingPage = {
  path: '/me/posts',
  login: 'required',
  show: async (visit) => {
    const { community, query } = visit;
    const path = withQuery('/me/posts', { limit: '20', cursor: query('cursor') });
    const { items, next } = postPage.parse(await visit.ask({ method: 'GET', path }));
    return {
      title: 'Your posts and drafts',
      content: html`<div class="title">
          <h1>Your posts and drafts</h1>
          <a class="main" href="${readerPaths.newPost(community)}">New post</a>
        </div>
        ${postItems(community, items)} ${more(readerPaths.myPosts(community), {}, next)}`,
    };
  },
};

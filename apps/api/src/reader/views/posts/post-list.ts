import type { PostPage } from '../../../domain/content.ts';
import type { PostSort } from '../../../features/posts/lists/ordered/post-list.ts';
import { ago } from '../../markup/format.ts';
import { type Html, html } from '../../markup/html.ts';
import { plainExcerpt } from '../../markup/markdown.ts';
import { readerPaths, withQuery } from '../../markup/paths.ts';
import type { View } from '../../view.ts';
import { communityPage } from '../layout.ts';
import { avatar, likes, more, personLink, replies, tagLink } from '../parts.ts';

/** A list of posts, and where it stands. */
interface PostList {
  readonly heading: string;
  readonly lead: string;
  readonly path: string;
  readonly channel: string | undefined;
  readonly sort: PostSort;
  readonly posts: PostPage;
  /** Address of its feed. */
  readonly feed?: string;
}

const orders: Readonly<Record<PostSort, string>> = { active: 'Active', new: 'New', top: 'Top' };

/** The front page, a channel, or a tag. */
export function postListPage(view: View, list: PostList): Html {
  const tabs = Object.entries(orders).map(
    ([sort, name]) =>
      html`<li>
        <a
          href="${withQuery(list.path, { sort: sort === 'active' ? undefined : sort })}"
          ${sort === list.sort && html` aria-current="true"`}
          >${name}</a
        >
      </li>`,
  );
  const { slug } = view.community;
  return communityPage(view, {
    title: list.heading,
    feed: list.feed,
    description: list.lead,
    channel: list.channel,
    content: html`<div class="title">
        <div>
          <h1>${list.heading}</h1>
          ${list.lead !== '' && html`<p class="lead">${list.lead}</p>`}
        </div>
        ${view.reader !== undefined && html`<a class="main" href="${withQuery(readerPaths.newPost(slug), { channel: list.channel === 'all' ? undefined : list.channel })}">New post</a>`}
        <nav class="tabs" aria-label="Order">
          <ul>
            ${tabs}
          </ul>
        </nav>
      </div>
      ${postItems(view.community.slug, list.posts.items, list.sort === 'active' ? 'activity' : 'creation')}
      ${more(list.path, { sort: list.sort === 'active' ? undefined : list.sort }, list.posts.next)}`,
  });
}

/** Which time of a post a list shows: beside its author's name, that of the last reply would pass for theirs. */
type ShownTime = 'creation' | 'activity';

/** Posts as they stand in every list. */
export function postItems(community: string, posts: PostPage['items'], time: ShownTime = 'creation'): Html {
  if (posts.length === 0) return html`<p class="empty">Nothing here yet.</p>`;
  return html`<ol class="posts">
    ${posts.map((post) => postItem(community, post, time))}
  </ol>`;
}

function postItem(community: string, post: PostPage['items'][number], time: ShownTime): Html {
  const answered = time === 'activity' && post.lastActivityAt > post.createdAt;
  return html`<li>
    <article class="item">
      ${avatar(post.author)}
      <div class="text">
        <h2>
          <a href="${readerPaths.post(community, post.id)}">${post.title}</a
          >${post.pinned && html` <span class="badge pinned">pinned</span>`}${post.status !== 'PUBLISHED' && html` <span class="badge">${post.status.toLowerCase()}</span>`}
        </h2>
        <p class="excerpt">${plainExcerpt(post.excerpt)}</p>
        <div class="meta">
          <span>${personLink(community, post.author)}</span
          ><span>${answered ? html`last reply ${ago(post.lastActivityAt)}` : ago(post.createdAt)}</span
          ><span
            >in <a href="${readerPaths.channel(community, post.channel.slug)}">${post.channel.name}</a></span
          >${post.tags.map((tag) => tagLink(community, tag))}
        </div>
      </div>
      <div class="stats">${replies(post.commentCount)}${likes(post.likeCount)}</div>
    </article>
  </li>`;
}

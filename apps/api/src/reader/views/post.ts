import type { Post } from '../../features/posts/page/post.ts';
import { ago, bytes, counted } from '../markup/format.ts';
import { type Html, html } from '../markup/html.ts';
import { type Mentions, plainExcerpt, renderMarkdown } from '../markup/markdown.ts';
import { readerPaths } from '../markup/paths.ts';
import type { View } from '../view.ts';
import { communityPage } from './layout.ts';
import { avatar, likes, personLink, tagLink } from './parts.ts';

type Comment = Post['comments'][number];
type Medium = Post['media'][number];

/** A comment with those that reply to it. */
interface Branch {
  readonly comment: Comment;
  readonly replies: Branch[];
}

/**
 * A post with its whole thread.
 * @param users usernames that have a profile, of those that are mentioned
 */
export function postPage(view: View, post: Post, users: ReadonlySet<string>): Html {
  const { slug } = view.community;
  const mentions = { community: slug, users };
  return communityPage(view, {
    title: post.title,
    description: plainExcerpt(post.body).slice(0, 160),
    channel: post.channel.slug,
    content: html`<article class="post">
        <p class="crumb">
          <a href="${readerPaths.channel(slug, post.channel.slug)}">${post.channel.name}</a
          >${post.pinned && html` <span class="badge pinned">pinned</span>`}${post.status === 'ARCHIVED' && html` <span class="badge">archived</span>`}
        </p>
        <h1>${post.title}</h1>
        <div class="byline">
          ${avatar(post.author)}
          <div>
            <div>${personLink(slug, post.author)}</div>
            <div class="meta">
              <span>${ago(post.createdAt)}</span
              >${post.editedAt !== null && html`<span>edited ${ago(post.editedAt)}</span>`}<span
                >${counted(post.viewCount, 'view')}</span
              >
            </div>
          </div>
        </div>
        <div class="prose">${renderMarkdown(post.body, mentions)}</div>
        ${mediaList(slug, post)}
        <div class="meta after">${likes(post.likeCount)}${post.tags.map((tag) => tagLink(slug, tag))}</div>
      </article>
      <section class="thread" aria-labelledby="replies">
        <h2 id="replies">
          ${post.commentCount === 0 ? 'No replies yet' : counted(post.commentCount, 'reply', 'replies')}
        </h2>
        ${branches(mentions, post, grow(post.comments))}
      </section>`,
  });
}

/** Comments come depth first: each one belongs to the last that was one less deep. */
export function grow(comments: readonly Comment[]): Branch[] {
  const top: Branch[] = [];
  const line: Branch[] = [];
  for (const comment of comments) {
    const branch = { comment, replies: [] };
    (comment.depth === 0 ? top : (line[comment.depth - 1]?.replies ?? top)).push(branch);
    line[comment.depth] = branch;
  }
  return top;
}

function branches(mentions: Mentions, post: Post, all: readonly Branch[]): Html | undefined {
  if (all.length === 0) return undefined;
  return html`<ol>
    ${all.map((branch) => html`<li>${commentView(mentions, post, branch)}</li>`)}
  </ol>`;
}

function commentView(mentions: Mentions, post: Post, { comment, replies }: Branch): Html {
  const { community } = mentions;
  const { author } = comment;
  const inside = descendants(replies);
  return html`<details class="comment${comment.accepted && ' accepted'}" id="c-${comment.id}" open>
    <summary>
      ${
        author === null
          ? html`<span class="gone"
              >${comment.status === 'HIDDEN' ? 'taken out by a moderator' : 'deleted'}</span
            >`
          : html`${avatar(author)}<span
                >${personLink(community, author)}${author.id === post.author.id && html` <span class="badge author">author</span>`}</span
              >`
      }<span class="meta"
        ><span><a class="anchor" href="#c-${comment.id}">${ago(comment.createdAt)}</a></span
        >${comment.editedAt !== null && html`<span>edited</span>`}${comment.likeCount > 0 && likes(comment.likeCount)}${comment.accepted && html`<span class="badge answer">answer</span>`}</span
      >${inside > 0 && html`<span class="folded">${counted(inside, 'more reply', 'more replies')}</span>`}
    </summary>
    ${comment.body !== null && html`<div class="prose">${renderMarkdown(comment.body, mentions)}</div>`}
    ${branches(mentions, post, replies)}
  </details>`;
}

function descendants(all: readonly Branch[]): number {
  return all.reduce((sum, branch) => sum + 1 + descendants(branch.replies), 0);
}

function mediaList(community: string, post: Post): Html | undefined {
  if (post.media.length === 0) return undefined;
  return html`<ul class="media" aria-label="Attachments">
    ${post.media.map((medium) => (medium.mimeType.startsWith('image/') ? picture(community, medium) : file(community, medium)))}
  </ul>`;
}

/** A picture at its size or the page's width: its place is kept free before it has come. */
function picture(community: string, medium: Medium): Html {
  const address = readerPaths.medium(community, medium.cid);
  return html`<li class="picture">
    <a href="${address}"
      ><img
        src="${address}"
        alt="${medium.altText}"
        ${medium.width !== null && medium.height !== null && html`width="${medium.width}" height="${medium.height}"`}
        loading="lazy"
        decoding="async"
    /></a>
    ${facts(medium)}
  </li>`;
}

function file(community: string, medium: Medium): Html {
  return html`<li>
    <span class="kind">${kinds[medium.mimeType] ?? 'file'}</span
    ><span
      ><a href="${readerPaths.medium(community, medium.cid)}" download>${medium.altText || 'Attachment'}</a
      >${facts(medium)}</span
    >
  </li>`;
}

const kinds: Readonly<Record<string, string>> = { 'application/pdf': 'pdf', 'text/plain': 'text' };

function facts({ bytes: size, width, height, cid }: Medium): Html {
  return html`<span class="meta"
    ><span>${bytes(size)}</span
    >${width !== null && height !== null && html`<span>${width} × ${height}</span>`}<code>${cid}</code></span
  >`;
}

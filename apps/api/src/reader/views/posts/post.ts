import type { Post } from '../../../features/posts/page/post.ts';
import { ago, bytes, counted } from '../../markup/format.ts';
import { type Html, html } from '../../markup/html.ts';
import { type Mentions, plainExcerpt, withMentions } from '../../markup/markdown.ts';
import { readerPaths } from '../../markup/paths.ts';
import type { View } from '../../view.ts';
import { answerForm, postActs } from './acts.ts';
import { communityPage } from '../layout.ts';
import { avatar, personLink, tagLink } from '../parts.ts';
import { type ThreadView, threadView } from './thread.ts';

type Medium = Post['media'][number];

/** What a page of a post shows. */
interface PostView {
  readonly post: Post;
  /** The post's text, as the renderer made it. */
  readonly html: string;
  readonly thread: ThreadView;
  readonly mentions: Mentions;
}

/** A post with its thread, or a page of it. */
export function postPage(view: View, { post, html: text, thread, mentions }: PostView): Html {
  const { slug } = view.community;
  return communityPage(view, {
    title: post.title,
    description: plainExcerpt(post.body).slice(0, 160),
    channel: post.channel.slug,
    feed: readerPaths.postFeed(slug, post.id),
    content: html`<article class="post">
        <p class="crumb">
          <a href="${readerPaths.channel(slug, post.channel.slug)}">${post.channel.name}</a
          >${post.pinned && html` <span class="badge pinned">pinned</span>`}${post.status !== 'PUBLISHED' && html` <span class="badge">${post.status.toLowerCase()}</span>`}
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
        <div class="prose">${withMentions(text, mentions)}</div>
        ${mediaList(slug, post)}
        <div class="meta after">${post.tags.map((tag) => tagLink(slug, tag))}</div>
        ${postActs(view, post)}
      </article>
      <section class="thread" aria-labelledby="replies">
        <h2 id="replies">
          ${post.commentCount === 0 ? 'No replies yet' : counted(post.commentCount, 'reply', 'replies')}
        </h2>
        ${threadView(view, mentions, post, thread)} ${answerForm(view, post)}
      </section>`,
  });
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

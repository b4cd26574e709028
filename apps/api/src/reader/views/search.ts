import type { SearchPage } from '../../features/search/hits.ts';
import { ago } from '../markup/format.ts';
import { type Html, html } from '../markup/html.ts';
import { readerPaths, withQuery } from '../markup/paths.ts';
import type { View } from '../view.ts';
import { communityPage } from './layout.ts';
import { avatar, likes, more, personLink, replies } from './parts.ts';

/** What a search found, or how to search. */
export function searchPage(view: View, query: string, hits: SearchPage | undefined): Html {
  const { slug } = view.community;
  const items = hits?.items ?? [];
  return communityPage(view, {
    title: query === '' ? 'Search' : `Search: ${query}`,
    query,
    content: html`<div class="title">
        <div>
          <h1>${query === '' ? 'Search' : query}</h1>
          <p class="lead">Words; "a phrase"; -without; this or that.</p>
        </div>
      </div>
      ${hits !== undefined && items.length === 0 && html`<p class="empty">Nothing was found.</p>`}
      <ol class="posts">
        ${items.map((hit) => searchHit(slug, hit))}
      </ol>
      ${more(readerPaths.search(slug), { q: query }, hits?.next ?? null)}`,
  });
}

function searchHit(community: string, hit: SearchPage['items'][number]): Html {
  const { comment } = hit;
  const post = readerPaths.post(community, hit.id);
  const shown = comment ?? hit;
  return html`<li>
    <article class="item">
      ${avatar(shown.author)}
      <div class="text">
        <h2>
          <a href="${comment === null ? post : `${withQuery(post, { under: comment.id })}#c-${comment.id}`}"
            >${withMarks(hit.highlight.title)}</a
          >
        </h2>
        <p class="excerpt">${withMarks(hit.highlight.body.replace(/[`*]+/g, ''))}</p>
        <div class="meta">
          <span>${personLink(community, shown.author)}${comment !== null && html` replied`}</span>
          <span>${ago(shown.createdAt)}</span>
          <span
            >in <a href="${readerPaths.channel(community, hit.channel.slug)}">${hit.channel.name}</a></span
          >
        </div>
      </div>
      <div class="stats">${replies(hit.commentCount)}${likes(hit.likeCount)}</div>
    </article>
  </li>`;
}

const characters: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&amp;': '&',
};

/**
 * Hits are marked in escaped text. Its maker's word is not taken for it: what was escaped is read back, and escaped
 * here as all text is; only the marks themselves become tags.
 */
export function withMarks(highlight: string): Html {
  const pieces = highlight.split(/(<mark>[^<]*<\/mark>)/).map((piece) => {
    const hit = /^<mark>([^<]*)<\/mark>$/.exec(piece)?.[1];
    const text = (hit ?? piece).replace(/&(lt|gt|quot|#39|amp);/g, (entity) => characters[entity] ?? entity);
    return hit === undefined ? html`${text}` : html`<mark>${text}</mark>`;
  });
  return html`${pieces}`;
}

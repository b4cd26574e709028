import { type Html, html, type HtmlValue } from '../markup/html.ts';
import { readerPaths } from '../markup/paths.ts';
import { styleVersion } from '../markup/style.ts';
import type { View } from '../view.ts';

/** What a page puts into the frame. */
export interface Page {
  readonly title: string;
  /** For search engines and previews. */
  readonly description?: string | undefined;
  /** Slug of the channel that the navigation marks; `all` is the front page. */
  readonly channel?: string | undefined;
  /** What stands in the search field. */
  readonly query?: string | undefined;
  readonly content: Html;
}

const frame = (title: string, description: string | undefined, body: HtmlValue): Html =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="theme-color" content="#fbfaf7" media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content="#15171c" media="(prefers-color-scheme: dark)" />
        <title>${title}</title>
        ${description !== undefined && description !== '' && html`<meta name="description" content="${description}" />`}
        <link rel="icon" href="${readerPaths.icon}" type="image/svg+xml" />
        <link rel="stylesheet" href="${readerPaths.style}?v=${styleVersion}" />
      </head>
      <body>
        <a class="skip" href="#content">Skip to content</a>
        ${body}
        <footer class="foot">
          <p>
            Served by <a href="/">Agora</a> under row-level security. Programs read
            <a href="/docs">the same forum as an API</a>.
          </p>
        </footer>
      </body>
    </html> `;

/** A page of one community: its name, its search, its channels, and the content. */
export function communityPage(view: View, page: Page): Html {
  const { slug, name } = view.community;
  return frame(
    page.title === name ? name : `${page.title} · ${name}`,
    page.description,
    html`<header class="head">
        <div class="bar">
          <a class="brand" href="${readerPaths.community(slug)}">${mark}<span>${name}</span></a>
          <form class="find" role="search" action="${readerPaths.search(slug)}" method="get">
            <label class="hidden" for="q">Search posts</label>
            <input
              id="q"
              name="q"
              type="search"
              placeholder="Search"
              maxlength="200"
              value="${page.query ?? ''}"
              required
            />
          </form>
        </div>
      </header>
      <div class="frame">
        <nav class="channels" aria-label="Channels">
          <ul>
            ${link(readerPaths.community(slug), 'All posts', page.channel === 'all')}
            ${view.channels.map((channel) => link(readerPaths.channel(slug, channel.slug), channel.name, page.channel === channel.slug))}
          </ul>
        </nav>
        <main id="content">${page.content}</main>
      </div>`,
  );
}

const link = (address: string, text: string, marked: boolean): Html =>
  html`<li><a href="${address}" ${marked && html`aria-current="page"`}>${text}</a></li>`;

/** A page that belongs to no community. */
export function plainPage(title: string, content: Html): Html {
  return frame(
    title,
    undefined,
    html`<header class="head">
        <div class="bar">
          <a class="brand" href="/">${mark}<span>Agora</span></a>
        </div>
      </header>
      <div class="frame single"><main id="content">${content}</main></div>`,
  );
}

const mark = html`<svg class="mark" viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
  <path
    d="M3 9 12 3l9 6v1H3zM4 20h16v1.5H4zM6 11.5h2.2V19H6zm4.9 0h2.2V19h-2.2zm4.9 0H18V19h-2.2z"
    fill="currentColor"
  />
</svg>`;

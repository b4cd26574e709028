import { type Html, html, type HtmlValue } from '../markup/html.ts';
import { count } from '../markup/format.ts';
import { readerPaths, withQuery } from '../markup/paths.ts';
import { scriptVersion } from '../markup/script.ts';
import { styleVersion } from '../markup/style.ts';
import type { Reader, View } from '../view.ts';
import { buttonForm } from './button.ts';
import { avatar } from './parts.ts';
import { flashText } from './flash.ts';

/** What a page puts into the frame. */
export interface Page {
  readonly title: string;
  /** For search engines and previews. */
  readonly description?: string | undefined;
  /** Slug of the channel that the navigation marks; `all` is the front page. */
  readonly channel?: string | undefined;
  /** What stands in the search field. */
  readonly query?: string | undefined;
  /** Its feed, in Atom. */
  readonly feed?: string | undefined;
  readonly content: Html;
}

/** What the head of a page holds besides the same of all. */
interface Head {
  readonly title: string;
  readonly description?: string | undefined;
  readonly theme?: string | undefined;
  readonly feed?: string | undefined;
}

const frame = ({ title, description, theme = 'system', feed }: Head, body: HtmlValue): Html =>
  html`<!doctype html>
    <html lang="en" ${theme !== 'system' && html`data-theme="${theme}"`}>
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
        ${feed !== undefined && html`<link rel="alternate" type="application/atom+xml" href="${feed}" />`}
        <script src="${readerPaths.script}?v=${scriptVersion}" defer></script>
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
  const flash = flashText(view.flash);
  return frame(
    {
      title: page.title === name ? name : `${page.title} · ${name}`,
      description: page.description,
      theme: view.reader?.theme,
      feed: page.feed,
    },
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
          ${view.reader === undefined ? strangerLinks(view) : readerLinks(view, view.reader)}
        </div>
      </header>
      ${flash !== undefined && html`<p class="flash" role="status">${flash}</p>`}
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

function strangerLinks({ community: { slug }, address }: View): Html {
  return html`<nav class="you" aria-label="Account">
    <a href="${withQuery(readerPaths.logIn(slug), { to: address })}">Log in</a
    ><a class="main" href="${readerPaths.register(slug)}">Register</a>
  </nav>`;
}

/** What waits, and a menu that folds without a script. */
function readerLinks(view: View, reader: Reader): Html {
  const { slug } = view.community;
  const { unread } = reader;
  const news = unread >= 100 ? '99+' : String(unread);
  return html`<nav class="you" aria-label="Account">
    <a
      class="bell"
      href="${readerPaths.notifications(slug)}"
      aria-label="${unread === 0 ? 'Notifications' : `Notifications, ${news} unread`}"
      >${bell}${unread > 0 && html`<span class="news" aria-hidden="true">${news}</span>`}</a
    >
    <details class="menu">
      <summary>${avatar(reader)}<span class="hidden">Your menu</span></summary>
      <div>
        <p>
          <strong>${reader.displayName}</strong
          ><span>@${reader.username} · ${count(reader.points)} points</span>
        </p>
        <ul>
          <li><a href="${readerPaths.user(slug, reader.username)}">Your profile</a></li>
          <li><a href="${readerPaths.myPosts(slug)}">Your posts and drafts</a></li>
          <li><a href="${readerPaths.followedPosts(slug)}">Threads you follow</a></li>
          <li><a href="${readerPaths.profile(slug)}">Settings</a></li>
          ${reader.role !== 'MEMBER' && html`<li><a href="${readerPaths.queue(slug)}">Moderation</a></li>`}
        </ul>
        ${buttonForm(view, { action: readerPaths.logOut(slug), text: 'Log out', kind: 'item' })}
      </div>
    </details>
  </nav>`;
}

const bell = html`<svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
  <path
    d="M10 2.5a5 5 0 0 0-5 5v3.2L3.5 14h13L15 10.7V7.5a5 5 0 0 0-5-5zM8 16a2 2 0 0 0 4 0"
    fill="none"
    stroke="currentColor"
    stroke-width="1.5"
    stroke-linejoin="round"
  />
</svg>`;

const link = (address: string, text: string, marked: boolean): Html =>
  html`<li><a href="${address}" ${marked && html`aria-current="page"`}>${text}</a></li>`;

/** A page that belongs to no community. */
export function plainPage(title: string, content: Html): Html {
  return frame(
    { title },
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

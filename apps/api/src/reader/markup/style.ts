import { createHash } from 'node:crypto';
import { docsStyle } from './docs-style.ts';
import { formStyle } from './form-style.ts';

/** Values of the dark, where the system is dark and nobody chose otherwise, or where somebody chose it. */
const dark = `--paper: #15171c; --card: #1b1e25; --ink: #e4e3df; --soft: #9aa1ad; --line: #2c313b; --wash: #20242c;
    --accent: #5cc9c0; --accent-ink: #0c1f1e; --mark: #4a3f1a; --good: #63c98b; --tint: 44%; --tint-c: .07;
    --edge: #6d7582; --bad: #ff8a80; --bad-ink: #2a0b08;`;

/**
 * The reader's whole look. No class is made from data, no address of another server stands in it, and dark is the same
 * page with other values. Sizes are in rem, so that a reader's own font size is kept.
 */
export const style = `
:root {
  --paper: #fbfaf7; --card: #ffffff; --ink: #1f2228; --soft: #5c6370; --line: #e6e3db; --wash: #f1efe9;
  --accent: #0b6e69; --accent-ink: #ffffff; --mark: #fdf3d1; --good: #12602f;
  --edge: #8b8f98; --bad: #b3261e; --bad-ink: #ffffff;
  --sans: ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', 'DejaVu Sans', sans-serif;
  --serif: 'Iowan Old Style', 'Palatino Linotype', Palatino, 'Source Serif 4', 'Noto Serif', 'DejaVu Serif', Georgia, serif;
  --mono: ui-monospace, 'SF Mono', 'Cascadia Code', Menlo, Consolas, 'DejaVu Sans Mono', monospace;
  --tint: 52%; --tint-c: .085;
  color-scheme: light dark;
}
@media (prefers-color-scheme: dark) {
  :root:not([data-theme=light]) {
    ${dark}
  }
  :root:not([data-theme=light]) .picture img { filter: brightness(.86); }
}
:root[data-theme=dark] {
    ${dark}
  color-scheme: dark;
}
:root[data-theme=light] { color-scheme: light; }
:root[data-theme=dark] .picture img { filter: brightness(.86); }
*, ::before, ::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-padding-top: 4.5rem; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 var(--sans); overflow-wrap: break-word; }
h1, h2, h3, h4, h5, h6, p, ul, ol, dl, dd, pre, blockquote { margin: 0; }
ul, ol { padding: 0; list-style: none; }
a { color: var(--accent); text-decoration: none; text-underline-offset: .18em; text-decoration-thickness: .06em; }
a:hover { text-decoration: underline; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: 1rem; top: -4rem; z-index: 3; padding: .5rem .9rem; background: var(--accent); color: var(--accent-ink); border-radius: 0 0 .5rem .5rem; }
.skip:focus { top: 0; }

.head { position: sticky; top: 0; z-index: 2; background: color-mix(in srgb, var(--paper) 90%, transparent); backdrop-filter: blur(10px); border-bottom: 1px solid var(--line); }
.bar { display: flex; align-items: center; gap: 1rem; max-width: 66rem; margin: 0 auto; padding: .55rem 1.25rem; }
.brand { display: flex; align-items: center; gap: .55rem; min-width: 0; color: var(--ink); font: 600 1.0625rem/1.2 var(--serif); }
.brand span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.brand:hover { text-decoration: none; color: var(--accent); }
.mark { flex: none; color: var(--accent); }
.find { margin-left: auto; flex: 0 1 17rem; min-width: 7rem; }
.find input { width: 100%; padding: .42rem .85rem; border: 1px solid var(--line); border-radius: 2rem; background: var(--card); color: inherit; font: inherit; font-size: .9375rem; }
.find input::placeholder { color: var(--soft); opacity: 1; }

.frame { display: grid; grid-template-columns: 10.5rem minmax(0, 1fr); gap: 3rem; max-width: 66rem; margin: 0 auto; padding: 2rem 1.25rem 3rem; }
.frame.single { grid-template-columns: minmax(0, 1fr); max-width: 48rem; }
main { min-width: 0; max-width: 47rem; }
.channels ul { position: sticky; top: 5.25rem; display: grid; gap: .1rem; margin-left: -.75rem; }
.channels a { display: block; padding: .36rem .75rem; border-radius: .5rem; color: var(--soft); font-size: .9375rem; }
.channels a:hover { background: var(--wash); color: var(--ink); text-decoration: none; }
.channels a[aria-current] { background: var(--wash); color: var(--ink); font-weight: 600; }

.title { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .75rem 1.5rem; padding-bottom: 1rem; border-bottom: 1px solid var(--line); }
h1 { font: 600 1.75rem/1.2 var(--serif); letter-spacing: -.011em; text-wrap: balance; }
.lead { margin-top: .3rem; color: var(--soft); text-wrap: pretty; }
.tabs ul { display: flex; gap: .15rem; padding: .2rem; border-radius: .6rem; background: var(--wash); }
.tabs a { display: block; padding: .22rem .8rem; border-radius: .42rem; color: var(--soft); font-size: .875rem; }
.tabs a:hover { color: var(--ink); text-decoration: none; }
.tabs a[aria-current] { background: var(--card); color: var(--ink); font-weight: 600; box-shadow: 0 1px 2px rgb(0 0 0 / .12); }

.posts > li + li { border-top: 1px solid var(--line); }
.item { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: .2rem .95rem; padding: 1.1rem 0; }
.item h2 { font: 600 1.125rem/1.35 var(--serif); text-wrap: pretty; }
.item h2 a { color: var(--ink); }
.item h2 a:hover { color: var(--accent); text-decoration: none; }
.item h2 a:visited { color: color-mix(in srgb, var(--ink) 74%, var(--paper)); }
.excerpt { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; line-clamp: 2; overflow: hidden; margin: .15rem 0 .4rem; color: var(--soft); font-size: .9375rem; line-height: 1.5; }
.excerpt mark, .posts mark { padding: 0 .1em; border-radius: .2em; background: var(--mark); color: var(--ink); }
.stats { display: flex; flex-direction: column; gap: .3rem; min-width: 3rem; padding-top: .2rem; }
.stat { display: inline-flex; align-items: center; gap: .35rem; color: var(--soft); font-size: .8125rem; font-variant-numeric: tabular-nums; }
.stat svg { flex: none; }
.meta { display: flex; flex-wrap: wrap; align-items: center; gap: .15rem .8rem; color: var(--soft); font-size: .8125rem; }
.meta a { display: inline-flex; align-items: center; gap: .35rem; min-height: 1.5rem; color: inherit; }
.byline .person, .comment .person { display: inline-flex; align-items: center; min-height: 1.5rem; }
.meta a:hover { color: var(--accent); }
.meta .person, .byline .person, .by .person { color: var(--ink); font-weight: 550; }
.byline .person, .by .person { font-size: .9375rem; }
.tag { display: inline-flex; align-items: center; gap: .35rem; }
.badge { display: inline-block; padding: .06rem .45rem; border-radius: 1rem; background: var(--wash); color: var(--soft); font: 600 .6875rem/1.5 var(--sans); vertical-align: .1em; }
.badge.admin, .badge.moderator, .badge.author { background: color-mix(in srgb, var(--accent) 14%, transparent); color: var(--accent); }
.badge.pinned { background: var(--mark); color: inherit; }
.badge.answer { background: color-mix(in srgb, var(--good) 16%, transparent); color: var(--good); }
.avatar { display: inline-grid; place-items: center; flex: none; width: 2.25rem; height: 2.25rem; border-radius: 50%; background: oklch(var(--tint) var(--tint-c) var(--hue)); color: #fff; font: 600 .8125rem/1 var(--sans); letter-spacing: .02em; }
.avatar.large { width: 4.5rem; height: 4.5rem; font-size: 1.5rem; }
${Array.from({ length: 12 }, (_, hue) => `.hue-${hue} { --hue: ${hue * 30 + 10}; }`).join('\n')}
.more { padding-top: 1.25rem; border-top: 1px solid var(--line); text-align: center; }
.more a { display: inline-block; padding: .5rem 1.4rem; border: 1px solid var(--line); border-radius: 2rem; background: var(--card); color: var(--ink); font-size: .9375rem; }
.more a:hover { border-color: var(--accent); color: var(--accent); text-decoration: none; }
.empty { padding: 3rem 0; color: var(--soft); text-align: center; }

.crumb { margin-bottom: .5rem; font-size: .875rem; }
.post h1 { font-size: 2.125rem; line-height: 1.17; }
.byline { display: flex; align-items: center; gap: .7rem; margin: 1.1rem 0 1.6rem; }
/* Each paragraph runs as its own letters do, whatever stands around it; a name turns nothing beside it. */
.prose :is(p, li, h3, h4, h5, h6, th, td), h1, h2, .excerpt, .bio, .lead { unicode-bidi: plaintext; }
.person, .tag { unicode-bidi: isolate; }
.prose { font: 1.0625rem/1.68 var(--serif); }
.prose > * + * { margin-top: .85em; }
.prose h3, .prose h4, .prose h5, .prose h6 { margin-top: 1.5em; font: 600 1.125rem/1.35 var(--sans); }
.prose a { text-decoration: underline; }
.prose .mention { text-decoration: none; font-weight: 550; }
.prose ul, .prose ol { padding-left: 1.4em; list-style: disc; }
.prose ol { list-style: decimal; }
.prose li + li { margin-top: .25em; }
.prose li > p + p { margin-top: .5em; }
.prose blockquote { padding: .1em 0 .1em 1.1em; border-left: 3px solid var(--line); color: var(--soft); }
.prose blockquote > * + * { margin-top: .6em; }
.prose code { padding: .12em .35em; border-radius: .3em; background: var(--wash); font: .855em/1.5 var(--mono); }
.prose pre { padding: .95rem 1.1rem; border: 1px solid var(--line); border-radius: .6rem; background: var(--wash); overflow-x: auto; font-size: .8438rem; line-height: 1.6; }
.prose pre code { padding: 0; background: none; font: inherit; font-family: var(--mono); }
.prose hr { border: 0; border-top: 1px solid var(--line); margin: 1.8em 0; }
.prose .picture::before { content: '\\25A3\\00A0'; }
.wide { overflow-x: auto; font-family: var(--sans); font-size: .9375rem; }
.wide table { border-collapse: collapse; }
.wide th, .wide td { padding: .4rem .8rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
.wide th { color: var(--soft); font-weight: 600; white-space: nowrap; }
.media { display: grid; grid-template-columns: minmax(0, 1fr); gap: .5rem; margin-top: 1.5rem; }
.media li { display: flex; gap: .9rem; align-items: center; padding: .65rem .9rem; border: 1px solid var(--line); border-radius: .6rem; background: var(--card); font-size: .9375rem; }
.media li > span:last-child { min-width: 0; }
.media .picture { display: block; padding: 0; overflow: hidden; }
.picture a { display: block; background: var(--wash); }
.picture img { display: block; max-width: 100%; height: auto; max-height: 34rem; margin: 0 auto; object-fit: contain; color: var(--soft); }
.picture .meta { padding: .5rem .9rem; }
.kind { flex: none; padding: .3rem .5rem; border-radius: .35rem; background: var(--wash); color: var(--soft); font: 600 .6875rem/1 var(--mono); text-transform: uppercase; }
.media code { max-width: 100%; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font: .75rem var(--mono); }
.after { margin-top: 1.5rem; gap: .3rem 1.1rem; }
.thread { margin-top: 2.5rem; padding-top: 1.5rem; border-top: 1px solid var(--line); }
.thread > h2, .section { font: 600 1.125rem/1.3 var(--serif); }
.thread > ol > li { margin-top: 1.35rem; }
.comment { position: relative; }
.by { display: flex; flex-wrap: wrap; align-items: center; gap: .15rem .65rem; min-height: 1.75rem; margin-right: 2.25rem; border-radius: .4rem; }
.by .avatar { width: 1.75rem; height: 1.75rem; font-size: .6563rem; }
/* A long name breaks beside the picture, not below it. */
.by:has(> .avatar) { position: relative; padding-left: 2.4rem; }
.by > .avatar { position: absolute; top: 0; left: 0; }
.comment > details > summary { position: absolute; top: 0; right: 0; display: flex; align-items: center; gap: .5rem; min-width: 1.75rem; min-height: 1.75rem; color: var(--soft); cursor: pointer; list-style: none; border-radius: .4rem; }
.comment > details > summary::-webkit-details-marker { display: none; }
.comment > details > summary::after { content: '\\2212'; width: 1.75rem; text-align: center; }
.comment > details:not([open]) > summary::after { content: '+'; }
.comment > details > summary:hover { background: var(--wash); color: var(--ink); }
.comment .prose { margin: .3rem 0 0 2.4rem; font-size: 1rem; line-height: 1.62; }
.comment > ol, .comment > details > ol { margin-left: .84rem; padding-left: 1.35rem; border-left: 1px solid var(--line); }
.comment > ol > li, .comment > details > ol > li { padding-top: 1.05rem; }
.comment:hover > details > ol { border-color: color-mix(in srgb, var(--accent) 35%, var(--line)); }
.comment:target > .by { background: var(--mark); box-shadow: 0 0 0 .35rem var(--mark); }
.comment.accepted > details > .prose { border-left: 3px solid var(--good); padding-left: .9rem; margin-left: 1.5rem; }
.folded { display: none; color: var(--accent); font-size: .8125rem; }
.comment > details:not([open]) > summary > .folded { display: inline; }
.elsewhere { padding: .35rem 0; color: var(--soft); font-size: .875rem; }
.comment.continues > .elsewhere { border-left: 1px dashed var(--line); padding-left: .75rem; }
.gone { color: var(--soft); font-style: italic; font-size: .9375rem; }

.profile { display: flex; gap: 1.25rem; align-items: start; }
.profile h1 .badge { vertical-align: .35em; margin-left: .5rem; }
.profile .meta { margin-top: .25rem; font-size: .875rem; }
.bio { margin-top: .7rem; font-family: var(--serif); max-width: 36rem; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(7rem, 1fr)); gap: 1px; margin: 1.6rem 0; border: 1px solid var(--line); border-radius: .7rem; background: var(--line); overflow: hidden; }
.facts div { display: flex; flex-direction: column-reverse; padding: .75rem 1rem; background: var(--card); }
.facts dt { color: var(--soft); font-size: .8125rem; }
.facts dd { font: 600 1.25rem/1.3 var(--serif); font-variant-numeric: tabular-nums; }
.section { padding-bottom: .6rem; border-bottom: 1px solid var(--line); }
.medals { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: .6rem; margin: .9rem 0 2rem; }
.medals li { display: grid; align-content: start; padding: .7rem .9rem; border: 1px solid var(--line); border-radius: .6rem; background: var(--card); font-size: .875rem; }
.medals span { color: var(--soft); }
.communities { display: grid; gap: .8rem; margin-top: 1.25rem; }
.communities a { display: grid; gap: .15rem; padding: 1.1rem 1.25rem; border: 1px solid var(--line); border-radius: .8rem; background: var(--card); color: var(--soft); }
.communities a:hover { border-color: var(--accent); text-decoration: none; }
.communities strong { color: var(--ink); font: 600 1.1875rem/1.3 var(--serif); }
.fault { padding: 3rem 0; display: grid; gap: .7rem; }
.fault .status { color: var(--accent); font: 600 3.5rem/1 var(--serif); }
.foot { max-width: 66rem; margin: 0 auto; padding: 1.25rem 1.25rem 2.5rem; color: var(--soft); font-size: .8125rem; }
.foot p { padding-top: 1.25rem; border-top: 1px solid var(--line); }
.foot a { color: inherit; text-decoration: underline; }
${formStyle}
${docsStyle}
@media (max-width: 52rem) {
  .frame { grid-template-columns: minmax(0, 1fr); gap: 1.25rem; padding-top: .75rem; }
  .channels { margin: 0 -1.25rem; overflow-x: auto; scrollbar-width: none; }
  .channels ul { position: static; display: flex; width: max-content; min-width: 100%; gap: .25rem; margin: 0; padding: 0 1.25rem; }
  .channels a { padding: .3rem .8rem; border-radius: 2rem; white-space: nowrap; }
}
@media (max-width: 34rem) {
  .bar { gap: .75rem; padding: .5rem 1rem; }
  .brand { flex: 0 1 auto; max-width: 60%; }
  .find { flex: 1 10 6rem; max-width: 12rem; }
  .facts { grid-template-columns: 1fr 1fr; }
  .frame { padding: .6rem 1rem 2rem; }
  .channels { margin: 0 -1rem; }
  .channels ul { padding: 0 1rem; }
  h1 { font-size: 1.5rem; }
  .post h1 { font-size: 1.6875rem; }
  .item { grid-template-columns: auto minmax(0, 1fr); gap: .1rem .75rem; padding: 1rem 0; }
  .item .stats { grid-column: 2; flex-direction: row; gap: 1rem; padding: .3rem 0 0; }
  .item h2 { font-size: 1.0625rem; }
  .avatar { width: 2rem; height: 2rem; font-size: .75rem; }
  .avatar.large { width: 3.25rem; height: 3.25rem; font-size: 1.125rem; }
  .prose { font-size: 1.0313rem; }
  .comment .prose { margin-left: 0; }
  .comment > ol, .comment > details > ol { margin-left: .2rem; padding-left: .8rem; }
  .comment .comment .comment .comment .comment > details > ol { margin-left: 0; padding-left: .35rem; }
  .profile { gap: .9rem; }
}
@media (prefers-reduced-motion: no-preference) {
  a, .comment ol, .find input { transition: color .12s, background-color .12s, border-color .12s; }
}
@media print {
  .head, .channels, .foot, .more { display: none; }
  .frame { display: block; padding: 0; }
}
`;

/** Changes with the style: a browser may keep a style sheet for ever. */
export const styleVersion = createHash('sha256').update(style).digest('base64url').slice(0, 10);

/** The tab's picture. */
export const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="M3 9 12 3l9 6v1H3zM4 20h16v1.5H4zM6 11.5h2.2V19H6zm4.9 0h2.2V19h-2.2zm4.9 0H18V19h-2.2z" fill="#0b8a83"/></svg>`;

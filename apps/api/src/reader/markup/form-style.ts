/** The look of what is filled in and pressed, and of who is logged in. */
export const formStyle = `
button, input, select, textarea { font: inherit; color: inherit; }
button { cursor: pointer; }
button:disabled { cursor: progress; opacity: .6; }
.main, .buttons button, .you a.main { display: inline-flex; align-items: center; justify-content: center; min-height: 2.5rem; padding: .45rem 1.15rem; border: 1px solid var(--accent); border-radius: .6rem; background: var(--accent); color: var(--accent-ink); font-weight: 600; font-size: .9375rem; text-decoration: none; }
.main:hover { filter: brightness(1.08); text-decoration: none; color: var(--accent-ink); }
.buttons .quiet { background: var(--card); border-color: var(--edge); color: var(--ink); font-weight: 500; }
.buttons .quiet:hover { border-color: var(--accent); color: var(--accent); }
.buttons .danger { background: var(--bad); border-color: var(--bad); color: var(--bad-ink); }
.form { display: grid; gap: 1.25rem; margin-top: 1.5rem; max-width: 40rem; }
.field { display: grid; gap: .35rem; min-width: 0; margin: 0; padding: 0; border: 0; }
.field > label, .field > legend { padding: 0; font-weight: 600; font-size: .9375rem; }
.optional { margin-left: .35rem; color: var(--soft); font-weight: 400; font-size: .8125rem; }
.field input:not([type=checkbox]), .field select, .field textarea, form.answer textarea { width: 100%; min-height: 2.6rem; padding: .5rem .8rem; border: 1px solid var(--edge); border-radius: .6rem; background: var(--card); }
.field textarea, form.answer textarea { min-height: 8rem; line-height: 1.55; resize: vertical; }
.field input:focus-visible, .field select:focus-visible, textarea:focus-visible { outline: 2px solid var(--accent); outline-offset: 0; border-color: var(--accent); }
.field [aria-invalid] { border-color: var(--bad); }
.hint { color: var(--soft); font-size: .8125rem; }
.fault-of { color: var(--bad); font-size: .875rem; font-weight: 550; }
.ticks { display: flex; flex-wrap: wrap; gap: .4rem 1.1rem; margin-top: .3rem; }
.tick { display: inline-flex; align-items: center; gap: .5rem; min-height: 1.75rem; font-size: .9375rem; }
.tick input { width: 1.15rem; height: 1.15rem; margin: 0; accent-color: var(--accent); }
.secret { display: grid; gap: .75rem; width: fit-content; margin: 1.5rem 0 0; }
.secret svg { display: block; width: 14rem; max-width: 100%; border-radius: .6rem; }
.recovery { columns: 2; max-width: 24rem; margin: 1.5rem 0 0; padding: 0; list-style: none; line-height: 2; }
.buttons { display: flex; flex-wrap: wrap; gap: .6rem; }
.alert { margin-top: 1.25rem; padding: .8rem 1.1rem; border: 1px solid var(--bad); border-left-width: 4px; border-radius: .6rem; background: color-mix(in srgb, var(--bad) 7%, var(--card)); }
.alert a, .flash a, .below a, .hint a, .notice a { text-decoration: underline; }
.flash { max-width: 66rem; margin: 1rem auto 0; padding: 0 1.25rem; }
.flash::before { content: '\\2713'; display: inline-grid; place-items: center; width: 1.35rem; height: 1.35rem; margin-right: .55rem; border-radius: 50%; background: var(--good); color: var(--paper); font-weight: 700; font-size: .8125rem; }
.below { display: grid; gap: .35rem; margin-top: 1.75rem; color: var(--soft); font-size: .9375rem; }
.inline { display: inline-flex; }
.inline .quiet, .act { display: inline-flex; align-items: center; gap: .35rem; min-height: 1.75rem; padding: .1rem .55rem; border: 0; border-radius: .45rem; background: none; color: var(--soft); font-size: .8125rem; font-variant-numeric: tabular-nums; }
.inline .quiet:hover, .act:hover { background: var(--wash); color: var(--ink); text-decoration: none; }
.inline .on { display: inline-flex; align-items: center; gap: .35rem; min-height: 1.75rem; padding: .1rem .55rem; border: 0; border-radius: .45rem; background: color-mix(in srgb, var(--accent) 12%, transparent); color: var(--accent); font-size: .8125rem; font-weight: 600; }
.inline .on svg path { fill: currentColor; }
.inline .danger { min-height: 1.75rem; padding: .1rem .55rem; border: 0; border-radius: .45rem; background: none; color: var(--bad); font-size: .8125rem; }
.inline .danger:hover { background: color-mix(in srgb, var(--bad) 10%, transparent); }
.acts { display: flex; flex-wrap: wrap; align-items: center; gap: .15rem .35rem; margin: .3rem 0 0 -.55rem; }
.comment > details > .acts { margin-left: 1.85rem; }
form.answer { display: grid; gap: .7rem; margin-top: 2rem; padding-top: 1.5rem; border-top: 1px solid var(--line); }
form.answer label { font: 600 1.125rem/1.3 var(--serif); }

.you { display: flex; align-items: center; gap: .35rem; flex: none; font-size: .9375rem; }
.you > a { display: inline-flex; align-items: center; min-height: 2.25rem; padding: .2rem .7rem; border-radius: .55rem; color: var(--ink); white-space: nowrap; }
.you > a:hover { background: var(--wash); text-decoration: none; }
.you a.main { min-height: 2.25rem; padding: .2rem .9rem; color: var(--accent-ink); }
.you a.main:hover { background: var(--accent); }
.you .bell { position: relative; padding: .2rem .5rem; color: var(--soft); }
.news { position: absolute; top: .05rem; right: 0; min-width: 1.1rem; padding: 0 .25rem; border-radius: 1rem; background: var(--bad); color: var(--bad-ink); font: 700 .6875rem/1.1rem var(--sans); text-align: center; }
.menu { position: relative; }
.menu summary { display: grid; place-items: center; padding: .1rem; border-radius: 50%; cursor: pointer; list-style: none; }
.menu summary::-webkit-details-marker { display: none; }
.menu > div { position: absolute; right: 0; top: calc(100% + .5rem); z-index: 4; width: 15rem; padding: .5rem; border: 1px solid var(--line); border-radius: .8rem; background: var(--card); box-shadow: 0 10px 30px rgb(0 0 0 / .16); }
.menu p { display: grid; padding: .45rem .7rem .65rem; border-bottom: 1px solid var(--line); margin-bottom: .35rem; }
.menu p span { color: var(--soft); font-size: .8125rem; }
.menu li a, .menu .item { display: block; width: 100%; padding: .45rem .7rem; border: 0; border-radius: .5rem; background: none; color: var(--ink); font-size: .9375rem; text-align: left; }
.menu .inline { display: block; border-top: 1px solid var(--line); margin-top: .35rem; padding-top: .35rem; }
.menu li a:hover, .menu .item:hover { background: var(--wash); text-decoration: none; }
.avatar { overflow: hidden; }
.avatar img { width: 100%; height: 100%; object-fit: cover; }

.rows > li { display: grid; gap: .3rem; padding: .95rem 0; }
.rows > li + li { border-top: 1px solid var(--line); }
.rows .unread { position: relative; }
.rows .unread::before { content: ''; position: absolute; left: -1rem; top: 1.4rem; width: .5rem; height: .5rem; border-radius: 50%; background: var(--accent); }
.rows blockquote { padding-left: .9rem; border-left: 3px solid var(--line); color: var(--soft); font-size: .9375rem; }
.row { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .5rem 1rem; }
.preview { margin-top: 1.5rem; padding: 1.1rem 1.25rem; border: 1px dashed var(--edge); border-radius: .8rem; background: var(--card); }
.answered { margin-top: 1.25rem; padding: .2rem 0 .2rem 1rem; border-left: 3px solid var(--line); color: var(--soft); white-space: pre-line; }
.as-is { max-height: 20rem; overflow: auto; padding: .8rem; border-radius: .6rem; background: var(--wash); white-space: pre-wrap; font: .875rem/1.55 var(--mono); }
.mail { white-space: pre-wrap; overflow-wrap: anywhere; font-size: .9375rem; }
.rows h2 { font: 600 1.0625rem/1.35 var(--serif); }
.preview > h2 { margin-bottom: .6rem; color: var(--soft); font: 600 .8125rem/1.3 var(--sans); }
.settings { display: flex; flex-wrap: wrap; gap: .3rem; margin: 1rem 0; }
.settings a { padding: .3rem .8rem; border-radius: 2rem; color: var(--soft); font-size: .9375rem; }
.settings a:hover { background: var(--wash); text-decoration: none; }
.settings a[aria-current] { background: var(--wash); color: var(--ink); font-weight: 600; }
.notice { margin-top: 1rem; padding: .7rem 1rem; border: 1px solid var(--line); border-radius: .6rem; background: var(--wash); font-size: .9375rem; }
@media (max-width: 34rem) {
  .flash { padding: 0 1rem; }
  .bar { flex-wrap: wrap; }
  .you { order: 2; margin-left: auto; gap: .1rem; }
  .you > a { padding: .2rem .5rem; }
  .bar .find { order: 3; flex: 1 1 100%; max-width: none; margin: 0; }
  .comment > details > .acts { margin-left: -.55rem; }
  .buttons button { flex: 1 1 auto; }
}
`;

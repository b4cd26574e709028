/** The look of the API's documentation. */
export const docsStyle = `
section > .section { margin-top: 1.75rem; }
.operation { border: 1px solid var(--line); border-radius: .6rem; margin: .5rem 0; background: var(--card); }
.operation summary { display: flex; flex-wrap: wrap; align-items: baseline; gap: .25rem .75rem; min-height: 2.5rem; padding: .55rem .9rem; cursor: pointer; overflow-wrap: anywhere; }
.operation summary code { font: .875rem/1.5 var(--mono); }
.operation summary span { color: var(--soft); font-size: .9375rem; }
.operation .method { min-width: 4rem; font-weight: 700; color: var(--accent); }
.operation[open] summary { border-bottom: 1px solid var(--line); }
.operation .prose { padding: .25rem .9rem .9rem; max-width: none; }
.schema { max-width: none; margin: 1.5rem 0 0; }
.wide caption { padding: .2rem 0; text-align: left; font-weight: 600; }
.wide tbody th { color: inherit; font-weight: 400; }
`;

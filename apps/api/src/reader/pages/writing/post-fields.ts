import { channelList } from '../../../features/channels/list-channels.ts';
import { tagList } from '../../../features/tags/list-tags.ts';
import type { Field } from '../../forms/field.ts';
import type { Visit } from '../../forms/visit.ts';
import { type Html, html } from '../../markup/html.ts';
import { withMentions } from '../../markup/markdown.ts';

/** What a post says at first. */
interface PostTexts {
  readonly title?: string;
  readonly body?: string;
  readonly tags?: readonly { readonly slug: string }[];
}

export const bodyField = (label: string, value?: string): Field => ({
  name: 'body',
  label,
  kind: 'lines',
  rows: 12,
  most: 40_000,
  value,
  hint: html`Markdown: <code>**bold**</code>, <code>*italic*</code>, <code>[text](https://…)</code>,
    <code>&gt; quote</code>, <code>\`code\`</code>. <code>@name</code> tells somebody.`,
});

/** The tags of a post. @param chosen those that it has */
export async function tagsField(visit: Visit, chosen: PostTexts['tags'] = []): Promise<Field> {
  const { items } = tagList.parse(await visit.ask({ method: 'GET', path: '/tags' }));
  return {
    name: 'tags',
    label: 'Tags',
    kind: 'boxes',
    hint: 'At most five.',
    value: chosen.map(({ slug }) => slug).join(','),
    choices: items.map(({ slug, name }) => ({ value: slug, text: name })),
  };
}

/** Title, text and tags, as a new post and an edit have them. */
export async function postFields(visit: Visit, texts: PostTexts = {}): Promise<Field[]> {
  return [
    { name: 'title', label: 'Title', kind: 'text', most: 200, value: texts.title },
    bodyField('Text', texts.body),
    await tagsField(visit, texts.tags),
  ];
}

const least = { ADMIN: 2, MODERATOR: 1, MEMBER: 0 } as const;

/** The channels that somebody may post in. */
export async function channelField(visit: Visit): Promise<Field> {
  const { reader } = await visit.view();
  const { items } = channelList.parse(await visit.ask({ method: 'GET', path: '/channels' }));
  const open = items.filter(({ postRole }) => least[postRole] <= least[reader?.role ?? 'MEMBER']);
  return {
    name: 'channel',
    label: 'Channel',
    kind: 'choice',
    value: visit.query('channel'),
    choices: open.map(({ slug, name }) => ({ value: slug, text: name })),
  };
}

/** How a text will look, in place of asking the operation, when the button of that name was pressed. */
export async function preview({
  form,
  community,
  dependencies,
}: Visit): Promise<{ readonly above: Html } | undefined> {
  if (form.text('do') !== 'preview') return undefined;
  const body = form.text('body').slice(0, 40_000);
  const text = await dependencies.markdown.toShow({ body, html: null });
  const above = html`<section class="preview" aria-label="Preview">
    <h2>Preview</h2>
    ${form.has('title') && html`<h3>${form.text('title')}</h3>`}
    <div class="prose">${withMentions(text, { community, users: new Set() })}</div>
  </section>`;
  return { above };
}

/** What is there now, beside what was typed: sent again, the one replaces the other. */
export const changedMeanwhile = (now: { readonly title?: string; readonly body: string }): Html =>
  html`<section class="preview" aria-label="As it is now">
    <h2>As it is now: it was changed while you wrote</h2>
    ${now.title !== undefined && html`<h3>${now.title}</h3>`}
    <pre class="as-is" tabindex="0">${now.body}</pre>
    <p class="hint">Take over what you want to keep. Saving replaces all of it with what stands below.</p>
  </section>`;

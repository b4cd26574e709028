import { z } from 'zod';
import { commentStatus } from '../../../domain/content.ts';
import { id } from '../../../domain/values.ts';
import { keyField } from '../../forms/field.ts';
import type { FormPage } from '../../forms/form-page.ts';
import { withFlash } from '../../forms/way-back.ts';
import { html } from '../../markup/html.ts';
import { readerPaths } from '../../markup/paths.ts';
import { readComment } from './one-comment.ts';
import { bodyField, preview } from './post-fields.ts';

const written = z.object({ id: z.string(), status: commentStatus });

/** Answer a post, or a comment of it. */
export const reply: FormPage = {
  path: '/posts/:post/reply',
  login: 'required',
  params: { post: id },
  show: async (visit) => {
    const { community, param, query, form } = visit;
    const parent = form.optional('parent') ?? query('parent');
    const answered = parent === undefined ? undefined : await readComment(visit, parent);
    return {
      title: answered === undefined ? 'Reply' : `Reply to ${answered.author.displayName}`,
      above:
        answered !== undefined &&
        html`<blockquote class="answered">${answered.body.slice(0, 1000)}</blockquote>`,
      fields: [
        bodyField('Your reply'),
        { name: 'parent', label: '', kind: 'hidden', value: parent },
        keyField(),
      ],
      submit: [
        { text: 'Reply', value: 'publish' },
        { text: 'Preview', value: 'preview' },
      ],
      below: html`<p><a href="${readerPaths.post(community, param('post'))}">Back to the post</a></p>`,
    };
  },
  instead: preview,
  call: ({ form, param }) => ({
    method: 'POST',
    path: `/posts/${param('post')}/comments`,
    key: form.text('key'),
    body: { body: form.text('body'), parentId: form.optional('parent') },
  }),
  done: ({ community, param }, answer) => {
    const { id: made, status } = written.parse(answer);
    const flash = status === 'HIDDEN' ? 'replyHeld' : 'replied';
    return withFlash(`${readerPaths.post(community, param('post'))}#c-${made}`, flash);
  },
};

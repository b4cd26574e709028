import { id } from '../../../domain/values.ts';
import type { FormPage } from '../../forms/form-page.ts';
import type { Visit } from '../../forms/visit.ts';
import { withFlash } from '../../forms/way-back.ts';
import { html } from '../../markup/html.ts';
import { readComment } from './one-comment.ts';
import { assertOwn } from './own.ts';
import { bodyField, changedMeanwhile, preview } from './post-fields.ts';

const read = async (visit: Visit) => {
  const comment = await readComment(visit, visit.param('comment'));
  assertOwn(visit, comment.authorId);
  return comment;
};
const to = ({ back }: Visit) => ({ name: 'to', label: '', kind: 'hidden', value: back }) as const;
const place = ({ param }: Visit) => `#c-${param('comment')}`;

/** Edit a reply of one's own. */
export const editComment: FormPage = {
  path: '/comments/:comment/edit',
  login: 'required',
  params: { comment: id },
  show: async (visit) => {
    const now = await read(visit);
    return {
      title: 'Edit your reply',
      fields: [
        bodyField('Your reply', now.body),
        { name: 'version', label: '', kind: 'hidden', value: String(now.version) },
        to(visit),
      ],
      submit: [
        { text: 'Save', value: 'save' },
        { text: 'Preview', value: 'preview' },
      ],
    };
  },
  instead: preview,
  call: ({ form, param }) => ({
    method: 'PATCH',
    path: `/comments/${param('comment')}`,
    version: form.text('version'),
    body: { body: form.text('body') },
  }),
  conflict: async (visit) => ({ above: changedMeanwhile(await read(visit)) }),
  done: (visit) => withFlash(visit.back + place(visit), 'edited'),
};

/** Asks once more before a reply is deleted: without a script nothing else would. */
export const deleteComment: FormPage = {
  path: '/comments/:comment/delete',
  login: 'required',
  params: { comment: id },
  show: async (visit) => ({
    title: 'Delete your reply?',
    lead: 'Its place in the thread stays. Its text is gone for all but you and the moderators, for good.',
    above: html`<blockquote class="answered">${(await read(visit)).body.slice(0, 1000)}</blockquote>`,
    fields: [to(visit)],
    submit: [{ text: 'Delete it', kind: 'danger' }],
    below: html`<p><a href="${visit.back}${place(visit)}">Keep it</a></p>`,
  }),
  call: ({ param }) => ({ method: 'DELETE', path: `/comments/${param('comment')}` }),
  done: (visit) => withFlash(visit.back + place(visit), 'deleted'),
};

import { z } from 'zod';
import { found } from '../../../api-error.ts';
import { id } from '../../../domain/values.ts';
import { keyField } from '../../forms/field.ts';
import type { FormPage } from '../../forms/form-page.ts';
import { withFlash } from '../../forms/way-back.ts';
import { html } from '../../markup/html.ts';
import { readerPaths } from '../../markup/paths.ts';
import { reasonField } from './reason-field.ts';

/** What splitting and merging answer: where the comments are now. */
const moved = z.object({ post: z.string() });

/** Makes a post of its own of a reply and all below it. */
export const splitComment: FormPage = {
  path: '/comments/:comment/split',
  login: 'required',
  params: { comment: id },
  show: async ({ request, dependencies, param, community }) => {
    const row = await dependencies.database.for(request.scope).prisma.comment.findFirst({
      where: { communityId: request.community.id, id: z.guid().parse(param('comment')) },
      select: { postId: true },
    });
    return {
      title: 'Make a reply a post of its own',
      lead: html`<a href="${readerPaths.comment(community, param('comment'))}">This reply</a> becomes the text
        of the new post, by its author. All below it is the new thread.`,
      fields: [
        { name: 'post', label: '', kind: 'hidden', value: found(row ?? undefined, 'reply').postId },
        { name: 'title', label: 'Title of the new post', kind: 'text', most: 200 },
        reasonField,
        keyField(),
      ],
      submit: [{ text: 'Split it off' }],
    };
  },
  call: ({ form, param }) => ({
    method: 'POST',
    path: `/posts/${encodeURIComponent(form.text('post'))}/split`,
    key: form.text('key'),
    body: { comments: [param('comment')], title: form.text('title'), reason: form.text('reason') },
  }),
  done: ({ community }, answer) =>
    withFlash(readerPaths.post(community, moved.parse(answer).post), 'moderated'),
};

/** Moves all replies of a post to an older one. */
export const mergePost: FormPage = {
  path: '/posts/:post/merge',
  login: 'required',
  params: { post: id },
  show: ({ param, community }) => ({
    title: 'Merge a post into an older one',
    lead: html`All replies of <a href="${readerPaths.post(community, param('post'))}">this post</a> move
      there. It stays to be read, archived.`,
    fields: [
      {
        name: 'into',
        label: 'Address of the older post',
        kind: 'text',
        most: 500,
        hint: 'As it stands in the address bar of its page.',
      },
      reasonField,
      keyField(),
    ],
    submit: [{ text: 'Merge' }],
    blame: { 'request.refused_value': 'into', 'resource.not_found': 'into' },
  }),
  call: ({ form, param }) => ({
    method: 'POST',
    path: `/posts/${param('post')}/merge`,
    key: form.text('key'),
    body: { into: postIn(form.text('into')), reason: form.text('reason') },
  }),
  done: ({ community }, answer) =>
    withFlash(readerPaths.post(community, moved.parse(answer).post), 'moderated'),
};

/** The id in the address of a post; what holds none is left as it is, for the operation to refuse. */
function postIn(typed: string): string {
  return /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(typed)?.[0] ?? typed.trim();
}

import { post } from '../../../features/posts/page/post.ts';
import { id } from '../../../domain/values.ts';
import type { FormPage } from '../../forms/form-page.ts';
import type { Visit } from '../../forms/visit.ts';
import { withFlash } from '../../forms/way-back.ts';
import { readerPaths } from '../../markup/paths.ts';
import { assertOwn } from './own.ts';
import { changedMeanwhile, postFields, preview } from './post-fields.ts';

const edited = post.pick({
  version: true,
  title: true,
  body: true,
  tags: true,
  status: true,
  author: true,
});
const read = async (visit: Visit) =>
  edited.parse(await visit.ask({ method: 'GET', path: `/posts/${visit.param('post')}` }));

/** What the pressed button makes of the post's status. */
const statuses: Readonly<Record<string, string>> = { publish: 'PUBLISHED', archive: 'ARCHIVED' };

/** Edit a post, publish a draft, or archive a post. */
export const editPost: FormPage = {
  path: '/posts/:post/edit',
  login: 'required',
  params: { post: id },
  show: async (visit) => {
    const now = await read(visit);
    assertOwn(visit, now.author.id);
    const isDraft = now.status === 'DRAFT';
    return {
      title: isDraft ? 'Edit your draft' : 'Edit your post',
      fields: [
        ...(await postFields(visit, now)),
        { name: 'version', label: '', kind: 'hidden', value: String(now.version) },
      ],
      submit: [
        { text: 'Save', value: 'save' },
        { text: 'Preview', value: 'preview' },
        isDraft
          ? { text: 'Publish', value: 'publish' }
          : { text: 'Archive: no more replies', value: 'archive', kind: 'danger' },
      ],
    };
  },
  instead: preview,
  call: ({ form, param }) => ({
    method: 'PATCH',
    path: `/posts/${param('post')}`,
    version: form.text('version'),
    body: {
      title: form.text('title'),
      body: form.text('body'),
      tags: form.all('tags'),
      ...(Object.hasOwn(statuses, form.text('do')) && { status: statuses[form.text('do')] }),
    },
  }),
  conflict: async (visit) => ({ above: changedMeanwhile(await read(visit)) }),
  done: ({ community, param, form }, answer) => {
    const { status } = edited.parse(answer);
    const did = { publish: 'posted', archive: 'archived' }[form.text('do')] ?? 'edited';
    return withFlash(readerPaths.post(community, param('post')), status === 'HIDDEN' ? 'held' : did);
  },
};

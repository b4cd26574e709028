import { post } from '../../../features/posts/page/post.ts';
import { keyField } from '../../forms/field.ts';
import type { FormPage } from '../../forms/form-page.ts';
import { withFlash } from '../../forms/way-back.ts';
import { readerPaths } from '../../markup/paths.ts';
import { channelField, postFields, preview } from './post-fields.ts';

const flashOfStatus = {
  DRAFT: 'drafted',
  PUBLISHED: 'posted',
  HIDDEN: 'held',
  ARCHIVED: 'archived',
} as const;

/** Write a post, look at it, publish it or keep it as a draft. */
export const newPost: FormPage = {
  path: '/new',
  login: 'required',
  show: async (visit) => ({
    title: 'New post',
    fields: [await channelField(visit), ...(await postFields(visit)), keyField()],
    submit: [
      { text: 'Publish', value: 'publish' },
      { text: 'Preview', value: 'preview' },
      { text: 'Keep as a draft', value: 'draft' },
    ],
  }),
  instead: preview,
  call: ({ form }) => ({
    method: 'POST',
    path: '/posts',
    key: form.text('key'),
    body: {
      channel: form.text('channel'),
      title: form.text('title'),
      body: form.text('body'),
      tags: form.all('tags'),
      status: form.text('do') === 'draft' ? 'DRAFT' : 'PUBLISHED',
    },
  }),
  done: ({ community }, answer) => {
    const { id, status } = post.pick({ id: true, status: true }).parse(answer);
    return withFlash(readerPaths.post(community, id), flashOfStatus[status]);
  },
};

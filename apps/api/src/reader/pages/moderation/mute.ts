import { username } from '../../../domain/people.ts';
import type { FormPage } from '../../forms/form-page.ts';
import { withFlash } from '../../forms/way-back.ts';
import { readerPaths } from '../../markup/paths.ts';
import { reasonField } from './reason-field.ts';
import { spanEnd, spanFields } from './spans.ts';

/** Lets somebody read and not write, for a time. */
export const mute: FormPage = {
  path: '/users/:user/mute',
  login: 'required',
  params: { user: username },
  show: ({ param }) => ({
    title: `Mute @${param('user')}`,
    lead: 'They read and like, and write nothing until then.',
    fields: [...spanFields('Not at all: they may write again'), reasonField],
    submit: [{ text: 'Do it' }],
  }),
  call: ({ form, param }) => ({
    method: 'PUT',
    path: `/users/${param('user')}/mute`,
    body: { until: spanEnd(form) ?? null, reason: form.text('reason') },
  }),
  done: ({ community, param }) => withFlash(readerPaths.user(community, param('user')), 'moderated'),
};

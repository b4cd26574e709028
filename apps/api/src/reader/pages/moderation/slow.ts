import { channel } from '../../../features/channels/channel.ts';
import { slug } from '../../../domain/values.ts';
import type { Field } from '../../forms/field.ts';
import type { FormBody } from '../../forms/form-body.ts';
import type { FormPage } from '../../forms/form-page.ts';
import { withFlash } from '../../forms/way-back.ts';
import { readerPaths } from '../../markup/paths.ts';
import { reasonField } from './reason-field.ts';

/** How long one person waits between two replies. */
export const slowField = (value: number | null): Field => ({
  name: 'slowSeconds',
  label: 'Seconds between two replies of one person',
  kind: 'number',
  least: 1,
  most: 86_400,
  optional: true,
  value: value === null ? '' : String(value),
  hint: 'Left empty: none. Moderators wait for nothing.',
});

/** What was typed: null for nothing; what is no number is left for the operation to refuse. */
export function slowSecondsOf(form: FormBody): number | string | null {
  const typed = form.optional('slowSeconds');
  if (typed === undefined) return null;
  // JSON writes NaN as null, which would mean none.
  return Number.isNaN(Number(typed)) ? typed : Number(typed);
}

/** Slows the replies on all posts of a channel. */
export const slowChannel: FormPage = {
  path: '/channels/:channel/slow-mode',
  login: 'required',
  params: { channel: slug },
  show: async (visit) => {
    const path = `/channels/${visit.param('channel')}`;
    const { name, slowSeconds } = channel.parse(await visit.ask({ method: 'GET', path }));
    return {
      title: `Slow mode of ${name}`,
      lead: 'Of a post with a pace of its own the slower one counts.',
      fields: [slowField(slowSeconds), reasonField],
      submit: [{ text: 'Do it' }],
    };
  },
  call: ({ form, param }) => ({
    method: 'PUT',
    path: `/channels/${param('channel')}/slow-mode`,
    body: { slowSeconds: slowSecondsOf(form), reason: form.text('reason') },
  }),
  done: ({ community, param }) => withFlash(readerPaths.channel(community, param('channel')), 'moderated'),
};

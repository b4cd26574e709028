import { z } from 'zod';
import { purgeKind } from '../../../features/moderation/purge/purge.ts';
import { keyField } from '../../forms/field.ts';
import type { FormPage } from '../../forms/form-page.ts';
import { withFlash } from '../../forms/way-back.ts';
import { readerPaths } from '../../markup/paths.ts';

const things: Readonly<Record<z.output<typeof purgeKind>, string>> = {
  POST: 'a post',
  COMMENT: 'a reply',
  REVISION: 'an earlier version',
  PERSON: 'all of a person',
};

/** Takes away for good what the law wants gone. */
export const purge: FormPage = {
  path: '/moderation/purge',
  login: 'required',
  show: ({ query, form }) => {
    const kind = form.optional('kind') ?? query('kind');
    const known = purgeKind.safeParse(kind).data;
    return {
      title: `Purge ${known === undefined ? 'for the law' : things[known]}`,
      lead: 'What it said goes for good, with every copy. Nobody can undo this. That it went stays, with your reason.',
      fields: [
        { name: 'kind', label: '', kind: 'hidden', value: kind },
        { name: 'target', label: '', kind: 'hidden', value: form.optional('target') ?? query('target') },
        { name: 'reason', label: 'Why does the law want it?', kind: 'lines', rows: 4, most: 1000 },
        keyField(),
      ],
      submit: [{ text: 'Purge for good', kind: 'danger' }],
    };
  },
  call: ({ form }) => ({
    method: 'POST',
    path: '/purges',
    key: form.text('key'),
    body: { kind: form.text('kind'), target: form.text('target'), reason: form.text('reason') },
  }),
  done: ({ community }) => withFlash(readerPaths.moderationLog(community), 'moderated'),
};

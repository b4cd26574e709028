import { reportReason } from '../../../features/moderation/reports/report.ts';
import { keyField } from '../../forms/field.ts';
import type { FormPage } from '../../forms/form-page.ts';
import { withFlash } from '../../forms/way-back.ts';

const reasons: Readonly<Record<(typeof reportReason.options)[number], string>> = {
  SPAM: 'Spam or advertising',
  HARASSMENT: 'Harassment',
  OFF_TOPIC: 'Does not belong here',
  MISINFORMATION: 'False and harmful',
  OTHER: 'Something else',
};

/** What may be reported, as the address and the form name it. */
const kinds = ['post', 'comment', 'user'] as const;
const names = { post: 'postId', comment: 'commentId', user: 'user' } as const;

/** Tell the moderators of a post, a reply or a person. */
export const report: FormPage = {
  path: '/report',
  login: 'required',
  show: ({ query, form, back }) => ({
    title: 'Report',
    lead: 'The moderators see who reports, and nobody else does.',
    fields: [
      {
        name: 'reason',
        label: 'What is wrong?',
        kind: 'choice',
        choices: reportReason.options.map((value) => ({ value, text: reasons[value] })),
      },
      { name: 'details', label: 'More about it', kind: 'lines', rows: 5, most: 2000, optional: true },
      ...kinds.map(
        (kind) =>
          ({ name: kind, label: '', kind: 'hidden', value: form.optional(kind) ?? query(kind) }) as const,
      ),
      { name: 'to', label: '', kind: 'hidden', value: back },
      keyField(),
    ],
    submit: [{ text: 'Report' }],
  }),
  call: ({ form }) => ({
    method: 'POST',
    path: '/reports',
    key: form.text('key'),
    body: {
      ...Object.fromEntries(kinds.map((kind) => [names[kind], form.optional(kind)])),
      reason: form.text('reason'),
      details: form.text('details'),
    },
  }),
  done: ({ back }) => withFlash(back, 'reported'),
};

import type { Field } from '../../forms/field.ts';
import type { FormBody } from '../../forms/form-body.ts';

const dayMs = 86_400_000;
const spans = [
  [1, 'A day'],
  [7, 'A week'],
  [30, '30 days'],
] as const;

/** Fields that ask for how long. The ends are reckoned when the page is made: the same form, sent twice, asks for the same. */
export function spanFields(last: string): Field[] {
  return [
    {
      name: 'days',
      label: 'For how long?',
      kind: 'choice',
      choices: [...spans.map(([days, text]) => ({ value: String(days), text })), { value: '', text: last }],
    },
    ...spans.map(([days]): Field => ({
      name: `until-${days}`,
      label: '',
      kind: 'hidden',
      value: new Date(Date.now() + days * dayMs).toISOString(),
    })),
  ];
}

/** The end that was chosen; undefined for the last choice, which has none. */
export function spanEnd(form: FormBody): string | undefined {
  const days = form.optional('days');
  return days === undefined ? undefined : form.text(`until-${days}`);
}

import type { Field } from '../../forms/field.ts';

/** Why a moderator does something. */
export const reasonField: Field = {
  name: 'reason',
  label: 'Why?',
  kind: 'lines',
  rows: 3,
  most: 500,
  optional: true,
  hint: 'It stands in the log, which moderators see.',
};

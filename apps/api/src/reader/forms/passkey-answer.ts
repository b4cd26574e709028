import type { Field } from './field.ts';
import type { FormBody } from './form-body.ts';

/** Where the script puts what a device says. */
export const passkeyAnswer: Field = { name: 'answer', label: '', kind: 'hidden', value: '' };

/** What a device said; undefined, which the operation refuses, where it is no JSON. */
export function readPasskeyAnswer(form: FormBody): unknown {
  try {
    return JSON.parse(form.text('answer'));
  } catch {
    return undefined;
  }
}

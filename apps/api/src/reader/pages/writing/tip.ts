import { username } from '../../../domain/people.ts';
import { keyField } from '../../forms/field.ts';
import type { FormPage } from '../../forms/form-page.ts';
import { withFlash } from '../../forms/way-back.ts';
import { count } from '../../markup/format.ts';

/** Give points of one's own to another. */
export const tip: FormPage = {
  path: '/users/:user/tip',
  login: 'required',
  params: { user: username },
  show: async (visit) => {
    const { reader } = await visit.view();
    return {
      title: `Give points to @${visit.param('user')}`,
      lead: `You have ${count(reader?.points ?? 0)}. What is given is gone.`,
      fields: [
        { name: 'amount', label: 'Points', kind: 'number', least: 1, most: 1_000_000, value: '10' },
        { name: 'to', label: '', kind: 'hidden', value: visit.back },
        keyField(),
      ],
      submit: [{ text: 'Give' }],
      blame: { 'points.insufficient': 'amount' },
    };
  },
  call: ({ form, param }) => ({
    method: 'POST',
    path: '/tips',
    key: form.text('key'),
    body: { to: param('user'), amount: Number(form.text('amount')) },
  }),
  done: ({ back }) => withFlash(back, 'tipped'),
};

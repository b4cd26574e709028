import { transactionControl } from '../../../classify.ts';
import type { Rule } from '../../rule.ts';

export const ownTransaction: Rule = {
  name: 'own-transaction',
  severity: 'error',
  category: 'fails',
  summary: 'BEGIN, COMMIT or ROLLBACK in the file',
  why: 'The deploy brings the transaction, and the row of the history belongs to it. A COMMIT of the file’s own ends it early: what follows is applied, or not, without the history knowing. Scripts that roll back, or whose transactions do not pair, are refused.',
  *script({ statements }) {
    const whole = statements.filter(({ nested }) => !nested);
    const controls = whole.map(({ text }) => transactionControl(text));
    const found = controls.filter((control) => control !== undefined);
    const around = controls[0] === 'begin' && controls.at(-1) === 'commit' && found.length === 2;
    for (const [index, control] of controls.entries()) {
      const statement = whole[index];
      if (control === undefined || statement === undefined) continue;
      yield {
        span: statement,
        ...(around ? { severity: 'info' as const } : {}),
        message: around
          ? 'A BEGIN and a COMMIT around the file do nothing: the deploy takes them off.'
          : `This file ${verbs[control]} of its own.`,
        rewrite: '-- take BEGIN and COMMIT out: each migration is one transaction anyway',
      };
      if (around) return;
    }
  },
};

const verbs = {
  begin: 'opens a transaction',
  commit: 'commits a transaction',
  rollback: 'rolls back a transaction',
  prepare: 'prepares a two-phase transaction',
} as const;

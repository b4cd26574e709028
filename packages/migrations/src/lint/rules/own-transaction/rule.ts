import { type TransactionControl, transactionControl } from '@agora/postgres';
import type { ParsedStatement } from '@agora/postgres/parser';

import type { Rule } from '../../rule.ts';

export const ownTransaction: Rule = {
  name: 'own-transaction',
  severity: 'error',
  category: 'fails',
  summary: 'BEGIN, COMMIT or ROLLBACK in the file',
  why: 'The deploy brings the transaction, and the row of the history belongs to it. A COMMIT of the file’s own ends it early: what follows is applied, or not, without the history knowing. Scripts that roll back, or whose transactions do not pair, are refused.',
  *script({ statements }) {
    const whole = statements.filter(({ nested }) => !nested);
    const { pairs, unpaired } = pairsOf(whole);
    const [only] = pairs;
    const around =
      unpaired.length === 0 && pairs.length === 1 && only?.from === whole[0] && only?.to === whole.at(-1);
    for (const { from } of pairs) {
      yield {
        span: from,
        severity: around ? 'info' : 'warning',
        message: around
          ? 'A BEGIN and a COMMIT around the file do nothing: the deploy takes them off.'
          : 'What stands between this BEGIN and its COMMIT is applied on its own, so that the file as a whole is not atomic.',
        fix: '-- take BEGIN and COMMIT out: each migration is one transaction anyway',
      };
    }
    for (const { statement, control } of unpaired) {
      yield {
        span: statement,
        message: `This file ${verbs[control]} of its own.`,
        fix: '-- take it out: each migration is one transaction anyway',
      };
    }
  },
};

const verbs = {
  begin: 'opens a transaction',
  commit: 'commits a transaction',
  rollback: 'rolls back a transaction',
  prepare: 'prepares a two-phase transaction',
} as const;

interface Pairs {
  readonly pairs: readonly { readonly from: ParsedStatement; readonly to: ParsedStatement }[];
  readonly unpaired: readonly { readonly statement: ParsedStatement; readonly control: TransactionControl }[];
}

/** Each BEGIN with the COMMIT that follows, as Prisma writes them around a changed enum; and the rest. */
function pairsOf(statements: readonly ParsedStatement[]): Pairs {
  const pairs: { from: ParsedStatement; to: ParsedStatement }[] = [];
  const unpaired: { statement: ParsedStatement; control: TransactionControl }[] = [];
  let open: ParsedStatement | undefined;
  for (const statement of statements) {
    const control = transactionControl(statement.text);
    if (control === 'begin' && open === undefined) open = statement;
    else if (control === 'commit' && open !== undefined) {
      pairs.push({ from: open, to: statement });
      open = undefined;
    } else if (control !== undefined) unpaired.push({ statement, control });
  }
  if (open !== undefined) unpaired.push({ statement: open, control: 'begin' });
  return { pairs, unpaired };
}

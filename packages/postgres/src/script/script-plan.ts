import { refusesTransaction, transactionControl, transactionModes } from './text/classify.ts';
import type { Statement } from './text/statements.ts';

/** What is run and committed at once in a script that runs statement by statement. */
export interface Unit {
  /** 0-based. */
  readonly index: number;
  readonly statements: readonly Statement[];
  /** False for statements that the server refuses inside a transaction. */
  readonly transactional: boolean;
  /** Isolation level and modes of the script's own BEGIN; empty for none. */
  readonly modes: string;
}

/** How a script runs. */
export type ScriptPlan =
  | {
      readonly mode: 'transaction';
      readonly statements: readonly Statement[];
      /** Isolation level and modes of a BEGIN that wrapped the whole script; empty for none. */
      readonly modes: string;
    }
  | { readonly mode: 'statements'; readonly units: readonly Unit[]; readonly reason: string }
  | {
      /** As one query, which the server takes as one implicit transaction between the script's own. */
      readonly mode: 'implicit';
      /** Where its own transactions do not pair, and how: `begins a transaction inside another`. */
      readonly statement: Statement;
      readonly reason: string;
    };

/**
 * Decides how a script runs: in one transaction, unless it asks for single statements, holds one that refuses a
 * transaction, or ends transactions of its own; each BEGIN ... COMMIT of its own is then one unit. A BEGIN and COMMIT
 * around the whole are taken off. Where they do not pair, it runs as it is written.
 */
export function planScript(
  statements: readonly Statement[],
  { statementWise = false }: { readonly statementWise?: boolean } = {},
): ScriptPlan {
  const controls = statements.map((statement) => transactionControl(statement.text));
  const pairs = pairTransactions(statements, controls);
  if ('reason' in pairs) return { mode: 'implicit', ...pairs };
  const refusing = statements.find((statement) => refusesTransaction(statement.text));
  const [only] = pairs;
  const wrapped = pairs.length === 1 && only?.from === 0 && only.to === statements.length - 1;
  const free = controls.every((control) => control === undefined);

  if (!statementWise && refusing === undefined && (free || wrapped)) {
    return {
      mode: 'transaction',
      statements: wrapped ? statements.slice(1, -1) : statements,
      modes: wrapped ? transactionModes(statements[0]?.text ?? '') : '',
    };
  }
  const reason = statementWise
    ? 'it says no-transaction'
    : refusing === undefined
      ? 'it ends transactions of its own'
      : `line ${refusing.line} cannot run inside a transaction`;
  return { mode: 'statements', units: unitsBetween(statements, pairs), reason };
}

/** The units of a script whose transactions pair, whatever it holds: what is left after a transaction was refused. */
export function unitsOf(statements: readonly Statement[]): readonly Unit[] {
  const pairs = pairTransactions(
    statements,
    statements.map((statement) => transactionControl(statement.text)),
  );
  return 'reason' in pairs ? [] : unitsBetween(statements, pairs);
}

interface Pair {
  readonly from: number;
  readonly to: number;
}

function unitsBetween(statements: readonly Statement[], pairs: readonly Pair[]): readonly Unit[] {
  const units: Unit[] = [];
  for (let at = 0; at < statements.length;) {
    const pair = pairs.find((candidate) => candidate.from === at);
    const statement = statements[at];
    if (statement === undefined) break;
    if (pair) {
      const inner = statements.slice(pair.from + 1, pair.to);
      const modes = transactionModes(statement.text);
      if (inner.length > 0)
        units.push({ index: units.length, statements: inner, transactional: true, modes });
      at = pair.to + 1;
      continue;
    }
    // A COMMIT with no BEGIN before it: the server only warns, and every unit has committed already.
    if (transactionControl(statement.text) === undefined) {
      const transactional = !refusesTransaction(statement.text);
      units.push({ index: units.length, statements: [statement], transactional, modes: '' });
    }
    at += 1;
  }
  return units;
}

function pairTransactions(
  statements: readonly Statement[],
  controls: readonly ReturnType<typeof transactionControl>[],
): readonly Pair[] | { readonly statement: Statement; readonly reason: string } {
  const pairs: Pair[] = [];
  let open: { readonly index: number; readonly statement: Statement } | undefined;
  for (const [index, statement] of statements.entries()) {
    const control = controls[index];
    if (control === 'begin') {
      if (open !== undefined) return { statement, reason: 'begins a transaction inside another' };
      open = { index, statement };
    } else if (control === 'commit' && open !== undefined) {
      pairs.push({ from: open.index, to: index });
      open = undefined;
    } else if (control === 'rollback') {
      return { statement, reason: 'rolls a transaction back' };
    } else if (control === 'prepare') {
      return { statement, reason: 'prepares a transaction for a two-phase commit' };
    }
  }
  if (open === undefined) return pairs;
  return { statement: open.statement, reason: 'begins a transaction that is never committed' };
}

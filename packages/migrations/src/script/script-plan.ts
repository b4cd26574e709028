import { AgoraError } from '@agora/core';
import { refusesTransaction, type Statement, transactionControl, transactionModes } from '@agora/postgres';

import { directivesOf } from '../project/directives.ts';
import type { Script } from '../project/folder.ts';

/** What is run and recorded at once in a script that runs statement by statement. */
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
  | { readonly mode: 'statements'; readonly units: readonly Unit[]; readonly reason: string };

/**
 * Decides how a script runs.
 *
 * One transaction, unless the script says `no-transaction`, holds a statement that refuses one, or ends
 * transactions of its own in the middle; then its statements run one by one, each BEGIN ... COMMIT of
 * its own as one unit. A BEGIN and a COMMIT around the whole script are taken off, since the history row
 * belongs to the same transaction.
 *
 * @throws AgoraError `migrations.own_transaction` when its transactions do not pair, or one is rolled back
 */
export function planScript(script: Script): ScriptPlan {
  const { statements } = script;
  const controls = statements.map((statement) => transactionControl(statement.text));
  const pairs = pairTransactions(script, controls);
  const asked = directivesOf(script.directives, 'no-transaction').length > 0;
  const refusing = statements.find((statement) => refusesTransaction(statement.text));
  const [only] = pairs;
  const wrapped = pairs.length === 1 && only?.from === 0 && only.to === statements.length - 1;
  const free = controls.every((control) => control === undefined);

  if (!asked && refusing === undefined && (free || wrapped)) {
    return {
      mode: 'transaction',
      statements: wrapped ? statements.slice(1, -1) : statements,
      modes: wrapped ? transactionModes(statements[0]?.text ?? '') : '',
    };
  }
  const reason = asked
    ? 'it says no-transaction'
    : refusing === undefined
      ? 'it ends transactions of its own'
      : `line ${refusing.line} cannot run inside a transaction`;
  return planStatements(script, reason, pairs);
}

/** Plans a script statement by statement whatever it holds: what is left after a transaction was refused. */
export function planStatements(
  script: Script,
  reason: string,
  pairs: readonly Pair[] = pairTransactions(
    script,
    script.statements.map((statement) => transactionControl(statement.text)),
  ),
): ScriptPlan {
  const units: Unit[] = [];
  const { statements } = script;
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
  return { mode: 'statements', units, reason };
}

interface Pair {
  readonly from: number;
  readonly to: number;
}

function pairTransactions(
  script: Script,
  controls: readonly ReturnType<typeof transactionControl>[],
): readonly Pair[] {
  const pairs: Pair[] = [];
  let open: number | undefined;
  for (const [index, control] of controls.entries()) {
    if (control === 'begin') {
      if (open !== undefined) throw unpaired(script, index, 'begins a transaction inside another');
      open = index;
    } else if (control === 'commit' && open !== undefined) {
      pairs.push({ from: open, to: index });
      open = undefined;
    } else if (control === 'rollback') {
      throw unpaired(script, index, 'rolls a transaction back');
    } else if (control === 'prepare') {
      throw unpaired(script, index, 'prepares a transaction for a two-phase commit');
    }
  }
  if (open !== undefined) throw unpaired(script, open, 'begins a transaction that is never committed');
  return pairs;
}

function unpaired(script: Script, index: number, what: string): AgoraError {
  const line = script.statements[index]?.line ?? 1;
  return new AgoraError({
    code: 'migrations.own_transaction',
    message: `${script.path}:${line} ${what}.`,
    why: 'What such a script leaves behind when it stops half-way cannot be told, so it is not started.',
    fix: 'Take BEGIN, COMMIT and ROLLBACK out of the file: each migration runs in a transaction anyway.',
  });
}

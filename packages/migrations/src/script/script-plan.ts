import { AgoraError } from '@agora/core';
import {
  planScript as planStatements,
  type ScriptPlan as AnyPlan,
  type Statement,
  unfinished,
} from '@agora/postgres';

import { directivesOf } from '../project/directives.ts';
import type { Script } from '../project/folder.ts';

export type { Unit } from '@agora/postgres';

/** How a migration's script runs: in one transaction with its history row, or unit by unit with a record of each. */
export type ScriptPlan = Exclude<AnyPlan, { readonly mode: 'implicit' }>;

/**
 * Decides how a migration's script runs; `-- agora: no-transaction` asks for statement by statement.
 * @throws AgoraError `migrations.not_whole` when it ends in the middle of something, `migrations.own_transaction` when its transactions do not pair, or one is rolled back
 */
export function planScript(script: Script): ScriptPlan {
  const open = unfinished(script.sql);
  if (open) throw notWhole(script, open);
  const statementWise = directivesOf(script.directives, 'no-transaction').length > 0;
  const plan = planStatements(script.statements, { statementWise });
  if (plan.mode === 'implicit') throw unpaired(script, plan.statement, plan.reason);
  return plan;
}

function unpaired(script: Script, { line }: Statement, what: string): AgoraError {
  return new AgoraError({
    code: 'migrations.own_transaction',
    message: `${script.path}:${line} ${what}.`,
    why: 'What such a script leaves behind when it stops half-way cannot be told, so it is not started.',
    fix: 'Take BEGIN, COMMIT and ROLLBACK out of the file: each migration runs in a transaction anyway.',
  });
}

function notWhole(
  script: Script,
  { line, what }: { readonly line: number; readonly what: string },
): AgoraError {
  return new AgoraError({
    code: 'migrations.not_whole',
    message: `${script.path} is not whole: ${what} at line ${line} is not closed.`,
    why: 'The file may have been cut off, or a quote is missing. Nothing of it was run.',
    fix: 'Bring the file back from version control, or close what is open, and run the command again.',
  });
}

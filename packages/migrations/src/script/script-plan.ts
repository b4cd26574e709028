import { AgoraError } from '@agora/core';
import { planScript as planStatements, type ScriptPlan as AnyPlan, type Statement } from '@agora/postgres';

import { directivesOf } from '../project/directives.ts';
import type { Script } from '../project/folder.ts';

export type { Unit } from '@agora/postgres';

/** How a migration's script runs: in one transaction with its history row, or unit by unit with a record of each. */
export type ScriptPlan = Exclude<AnyPlan, { readonly mode: 'implicit' }>;

/**
 * Decides how a migration's script runs; `-- agora: no-transaction` asks for statement by statement.
 * @throws AgoraError `migrations.own_transaction` when its transactions do not pair, or one is rolled back
 */
export function planScript(script: Script): ScriptPlan {
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

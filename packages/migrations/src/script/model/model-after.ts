import type { ParsedStatement } from '@agora/postgres/parser';

import { applyStatement } from './apply-statement.ts';
import type { SchemaModel } from './schema-model.ts';

/** The schema at the end of a script, as it is known before one of its statements. */
export function modelAfter(
  { model, statements }: { readonly model: SchemaModel; readonly statements: readonly ParsedStatement[] },
  { start }: ParsedStatement,
): SchemaModel {
  const after = model.fork();
  for (const one of statements) if (one.start >= start) applyStatement(after, one);
  return after;
}

import { splitStatements } from '@agora/postgres';
import type * as wasm from '@prisma/schema-engine-wasm';

import type { PgAdapterFactory } from '../adapter/adapter-factory.ts';

/**
 * `db push`. The engine's schemaPush reads the database without preview features and would make a partial index again for
 * ever: whether there is anything to do is decided by its diff. Its statements are kept back and run as one script, so
 * that a push is whole or nothing.
 */
export async function schemaPush(
  engine: wasm.SchemaEngine,
  input: wasm.SchemaPushInput,
  factory: PgAdapterFactory,
): Promise<wasm.SchemaPushOutput> {
  const script = await databaseScript(engine, input);
  if (script === undefined) return { executedSteps: 0, unexecutable: [], warnings: [] };
  const { result, scripts } = await factory.held.during(() => engine.schemaPush(input));
  for (const one of inOrder(scripts)) await factory.execute(one);
  return result;
}

/**
 * One script. Labels added to an enum come before it where there are any: a transaction may not use those that it has
 * added itself, and one that stays unused after a failure harms nobody.
 */
function inOrder(scripts: readonly string[]): readonly string[] {
  const statements = scripts.flatMap((script) => splitStatements(script)).map(({ text }) => text);
  const labels = statements.filter((text) => /^ALTER TYPE .* ADD VALUE /s.test(text));
  const rest = statements.filter((text) => !labels.includes(text));
  return [...labels, ...(rest.length === 0 ? [] : [rest.join(';\n')])];
}

/** The SQL from the live database to the schema, or undefined when they agree. */
export async function databaseScript(
  engine: Pick<wasm.SchemaEngine, 'diff'>,
  { schema, filters }: Pick<wasm.SchemaPushInput, 'schema' | 'filters'>,
): Promise<string | undefined> {
  const { exitCode, stdout } = await engine.diff({
    // The engine reads the database it is connected to; the files tell it which of its schemas to look at.
    from: { tag: 'schemaDatasource', ...schema, configDir: '.' },
    to: { tag: 'schemaDatamodel', ...schema },
    script: true,
    exitCode: true,
    filters,
  });
  if (exitCode === 0) return undefined;
  if (!stdout) throw new Error('the engine found a difference and gave no SQL for it');
  return stdout;
}

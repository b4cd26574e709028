import type * as wasm from '@prisma/schema-engine-wasm';

/**
 * `db push`. The engine's own schemaPush reads the database without preview features and so would make a partial
 * index again for ever: whether there is anything to do is decided by its diff.
 */
export async function schemaPush(
  engine: wasm.SchemaEngine,
  input: wasm.SchemaPushInput,
): Promise<wasm.SchemaPushOutput> {
  const script = await databaseScript(engine, input);
  if (script === undefined) return { executedSteps: 0, unexecutable: [], warnings: [] };
  return engine.schemaPush(input);
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

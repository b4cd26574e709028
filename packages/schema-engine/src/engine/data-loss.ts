import type * as wasm from '@prisma/schema-engine-wasm';

/**
 * What the next migration would lose. Whether there is a next migration is decided by the engine's own diff: its
 * evaluateDataLoss ignores preview features and would find a change for ever.
 */
export async function evaluateDataLoss(
  engine: wasm.SchemaEngine,
  input: wasm.EvaluateDataLossInput,
): Promise<wasm.EvaluateDataLossOutput> {
  const script = await migrationScript(engine, input);
  if (script === undefined) return { migrationSteps: 0, unexecutableSteps: [], warnings: [] };
  const feedback = await dataLossFeedback(engine, input);
  return { ...feedback, migrationSteps: Math.max(1, feedback.migrationSteps) };
}

/** The SQL from the end of the history to the schema, or undefined when there is nothing to do. */
export async function migrationScript(
  engine: Pick<wasm.SchemaEngine, 'diff'>,
  input: wasm.EvaluateDataLossInput,
): Promise<string | undefined> {
  const { exitCode, stdout } = await engine.diff({
    from: { tag: 'migrations', ...withLockfile(input.migrationsList) },
    to: { tag: 'schemaDatamodel', ...input.schema },
    script: true,
    exitCode: true,
    filters: input.filters,
  });
  if (exitCode === 0) return undefined;
  if (!stdout) throw new Error('the engine found a difference and gave no SQL for it');
  return stdout;
}

/** The engine's own look at the live data; it needs a cache that only devDiagnostic of the same history fills. */
export async function dataLossFeedback(
  engine: wasm.SchemaEngine,
  input: wasm.EvaluateDataLossInput,
): Promise<wasm.EvaluateDataLossOutput> {
  await engine.devDiagnostic({ migrationsList: input.migrationsList, filters: input.filters });
  return engine.evaluateDataLoss(input);
}

/** The first migration has no lock file yet, without which the engine does not know the history's database. */
function withLockfile(list: wasm.MigrationList): wasm.MigrationList {
  const content = list.lockfile.content ?? 'provider = "postgresql"\n';
  return { ...list, lockfile: { ...list.lockfile, content } };
}

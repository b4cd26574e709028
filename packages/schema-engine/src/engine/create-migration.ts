import type * as wasm from '@prisma/schema-engine-wasm';
import { dataLossFeedback, migrationScript } from './data-loss.ts';

/**
 * The next migration, from the engine's own diff (its createMigration has the faults of its evaluateDataLoss), with
 * the comment on data loss that Prisma's native engine puts at the top of the file.
 */
export async function createMigration(
  engine: wasm.SchemaEngine,
  input: wasm.CreateMigrationInput,
): Promise<wasm.CreateMigrationOutput> {
  const script = await migrationScript(engine, input);
  return {
    connectorType: 'postgresql',
    extension: 'sql',
    generatedMigrationName: migrationDirectoryName(new Date(), input.migrationName),
    migrationScript: await contentOf(engine, input, script),
  };
}

/** `20261121093000_add_bans`: UTC to the second, then the name, as Prisma makes it. */
function migrationDirectoryName(now: Date, name: string): string {
  return `${now.toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}_${name}`.slice(0, 254);
}

async function contentOf(
  engine: wasm.SchemaEngine,
  input: wasm.CreateMigrationInput,
  script: string | undefined,
): Promise<string | null> {
  if (script === undefined) return input.draft ? '-- This is an empty migration.' : null;
  const { warnings, unexecutableSteps } = await dataLossFeedback(engine, input);
  const messages = [...warnings, ...unexecutableSteps].map(({ message }) => message);
  return messages.length === 0 ? script : `${warningComment(messages)}${script}`;
}

function warningComment(messages: readonly string[]): string {
  const lines = messages.map((message) => `  - ${message.replaceAll('*/', '* /')}\n`).join('');
  return `/*\n  Warnings:\n\n${lines}\n*/\n`;
}

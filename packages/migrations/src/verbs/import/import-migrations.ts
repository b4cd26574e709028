import { mkdir } from 'node:fs/promises';
import path from 'node:path';

import { readFolder } from '../../project/folder.ts';
import { replaceFile } from '../../project/replace-file.ts';
import { cannotImport, type ForeignRunner } from './foreign.ts';
import { type ImportPlan, planImport } from './plan-import.ts';

interface ImportInput {
  readonly runner: ForeignRunner;
  /** The folder of its files. */
  readonly source: string;
  /** The migrations folder. */
  readonly directory: string;
  readonly dryRun?: boolean | undefined;
}

/**
 * Makes migrations of the files of another runner: the SQL byte by byte, in its order, with its ways back. What is there
 * already is left alone, so that the same call may run anywhere and again.
 * @throws AgoraError `migrations.cannot_import` with every file that cannot be taken over; nothing was written then
 */
export async function importMigrations(input: ImportInput): Promise<ImportPlan> {
  const found = await input.runner.readFiles(input.source);
  const plan = planImport(found, await readFolder(input.directory));
  if (plan.faults.length > 0) {
    throw cannotImport(
      plan.faults.length === 1
        ? 'One file cannot be imported.'
        : `${plan.faults.length} files cannot be imported.`,
      plan.faults,
      'Correct them, or move them elsewhere, and run the same command again. Nothing was written.',
    );
  }
  if (input.dryRun) return plan;
  for (const { name, foreign, there } of plan.migrations) {
    if (there) continue;
    const directory = path.join(input.directory, name);
    await mkdir(directory, { recursive: true });
    if (foreign.down !== undefined) await replaceFile(path.join(directory, 'down.sql'), foreign.down);
    // Last: a folder without it is no migration.
    await replaceFile(path.join(directory, 'migration.sql'), foreign.up);
  }
  return plan;
}

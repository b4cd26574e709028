import { type MigrationsFolder, type Project, readFolder } from '@agora/migrations';

import type { Output } from '../output/output.ts';

/** The project's migrations folder. An empty one is said: a wrong folder must not pass for a history without a fault. */
export async function readMigrations(
  out: Output,
  { migrationsDirectory }: Pick<Project, 'migrationsDirectory'>,
): Promise<MigrationsFolder> {
  const folder = await readFolder(migrationsDirectory);
  if (folder.migrations.length === 0) warnOfNone(out, migrationsDirectory);
  return folder;
}

/** That the folder holds no migrations. */
export function warnOfNone(out: Output, migrationsDirectory: string): void {
  out.warn(
    `There are no migrations in ${migrationsDirectory}. Another folder: --migrations <folder>. The first one: agora migrate create init.`,
  );
}

import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';

import { undefinedIfMissing } from '@agora/core';

/** A migration of Prisma 8. It belongs to a space: `app`, or that of an extension. */
export interface ContractMigration {
  readonly space: string;
  readonly name: string;
}

/** The migrations on disk, as Prisma 8 lays them: `<folder>/<space>/<name>/migration.json`. Sorted. */
export async function readContractFolder(directory: string): Promise<readonly ContractMigration[]> {
  const spaces = await folders(directory);
  const found = await Promise.all(
    // Folders of earlier versions are the migrations themselves, and begin with their time.
    spaces
      .filter((space) => !/^\d/.test(space))
      .map(async (space) =>
        (await folders(path.join(directory, space)))
          .filter((name) => existsSync(path.join(directory, space, name, 'migration.json')))
          .map((name) => ({ space, name })),
      ),
  );
  return found.flat();
}

async function folders(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(undefinedIfMissing);
  return (entries ?? [])
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted();
}

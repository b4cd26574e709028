import { matchesChecksum } from '../project/checksum.ts';
import type { Migration } from '../project/folder.ts';
import type { PrismaRow } from './prisma-table.ts';

interface Entry {
  readonly name: string;
  readonly state: string;
  readonly migration?: Migration;
  readonly row?: PrismaRow;
}

/** Applied migrations that have left the folder, and the pending ones with the same SQL, by their names. */
export function findRenamed(entries: readonly Entry[]): ReadonlyMap<string, string> {
  const pending = entries.flatMap(({ state, migration }) =>
    // Empty ones are alike, whatever they were for.
    state === 'pending' && migration && migration.up.statements.length > 0 ? [migration] : [],
  );
  return new Map(
    entries.flatMap(({ name, migration, row, state }) => {
      if (migration || !row || state !== 'applied') return [];
      const now = pending.find(({ up }) => matchesChecksum(up.raw, row.checksum));
      return now === undefined ? [] : [[name, now.name] as const];
    }),
  );
}

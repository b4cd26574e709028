import { compareCatalogs, readCatalog } from '@agora/catalog';

import { throwIfInterrupted } from '../../apply/interrupted.ts';
import type { Migration } from '../../project/folder.ts';
import { replay, runBackwards } from '../replay.ts';
import { type ScratchOptions, withScratch } from '../scratch/scratch.ts';
import { describeFailure } from './round-trip/prove.ts';
import { countRows, type RowCounts, rowsMore } from './round-trip/row-counts.ts';

/** How a whole history went back and forward again on a database that was only deployed. */
export interface ChainReport {
  readonly outcome: 'proven' | 'failed';
  /** How many migrations were taken back: the newest ones that have a way back. */
  readonly migrations: number;
  /** Where it stopped. */
  readonly failed?: { readonly migration: string; readonly reason: string };
  /** Differences of the catalogs, if that is what failed. */
  readonly differences: readonly string[];
  /** Rows that a migration put in and that stay after its way back. */
  readonly notes: readonly string[];
}

interface ChainOptions extends ScratchOptions {
  readonly signal?: AbortSignal | undefined;
}

/**
 * Proves the ways back as a chain: deploys the history to an empty database, takes it back from the newest on as far as
 * ways back go, and deploys again; the catalogs must be equal each time. A single proof does not see that one migration's
 * rows stand in the way of the one before it.
 * @throws AgoraError `migrations.replay_failed`
 */
export function proveChain(migrations: readonly Migration[], options: ChainOptions): Promise<ChainReport> {
  const first = migrations.findLastIndex((migration) => !hasWayBack(migration)) + 1;
  const chain = migrations.slice(first);
  return withScratch(options, migrations, async (make) => {
    const scratch = await make('chain');
    return scratch.connect(async (client) => {
      const notes: string[] = [];
      const report = (
        differences: readonly string[],
        failed?: NonNullable<ChainReport['failed']>,
      ): ChainReport =>
        Object.freeze({
          outcome: failed === undefined && differences.length === 0 ? 'proven' : 'failed',
          migrations: chain.length,
          ...(failed === undefined ? {} : { failed }),
          differences,
          notes,
        });
      await replay(client, migrations.slice(0, first));
      const start = await readCatalog(client);
      const counts: RowCounts[] = [];
      for (const migration of chain) {
        counts.push(await countRows(client));
        await replay(client, [migration]);
      }
      const end = await readCatalog(client);
      // Rows of later migrations are no news at those before them.
      let staying: ReadonlyMap<string, number> = new Map();
      for (const [index, migration] of [...chain.entries()].toReversed()) {
        throwIfInterrupted(options.signal);
        try {
          if (migration.down !== undefined) await runBackwards(client, migration, migration.down);
        } catch (error) {
          return report([], { migration: migration.name, reason: describeFailure(error) });
        }
        const more = rowsMore(counts[index] ?? new Map(), await countRows(client));
        for (const [table, rows] of more) {
          const own = rows - (staying.get(table) ?? 0);
          if (own > 0)
            notes.push(`${own} rows that ${migration.name} put into ${table} stay there after its way back`);
        }
        staying = new Map(more);
      }
      const back = compareCatalogs(start, await readCatalog(client));
      if (back.length > 0) return report(back.map(({ line }) => line));
      try {
        await replay(client, chain);
      } catch (error) {
        return report([], { migration: 'the second deploy', reason: describeFailure(error) });
      }
      return report(compareCatalogs(end, await readCatalog(client)).map(({ line }) => line));
    });
  });
}

function hasWayBack({ up, down }: Migration): boolean {
  if (down === undefined) return false;
  return ![...up.directives, ...down.directives].some(
    ({ kind }) => kind === 'irreversible' || kind === 'not-found',
  );
}

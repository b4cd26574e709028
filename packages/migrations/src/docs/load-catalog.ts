import { type Catalog, readCatalog } from '@agora/catalog';
import { withConnection } from '@agora/postgres';

import type { Migration } from '../project/folder.ts';
import { historySchema } from '../history/history-gate.ts';
import { replay } from '../proof/replay.ts';
import { readRuns } from '../history/runs-table.ts';
import { type ScratchOptions, withScratch } from '../proof/scratch/scratch.ts';

type ReplayOptions = Pick<ScratchOptions, 'schema' | 'initSql'>;

/**
 * The catalog of the database that migrations make, replayed into a temporary database of a server.
 * @param options what unqualified names mean, and what is there before the first migration
 * @throws AgoraError `migrations.replay_failed`
 */
export async function replayedCatalog(
  adminUrl: string,
  migrations: readonly Migration[],
  options: ReplayOptions = {},
): Promise<Catalog> {
  const [catalog] = await replayedCatalogs(adminUrl, [migrations], options);
  return catalog!;
}

/**
 * The catalog at several points of one history, in one replay.
 * @param histories each begins with the one before it; the last is the whole
 * @returns a catalog for each
 * @throws AgoraError `migrations.replay_failed`
 */
export function replayedCatalogs(
  adminUrl: string,
  histories: readonly (readonly Migration[])[],
  options: ReplayOptions = {},
): Promise<readonly Catalog[]> {
  return withScratch({ adminUrl, ...options }, histories.at(-1) ?? [], async (make) => {
    const scratch = await make('docs');
    return scratch.connect(async (client) => {
      const catalogs: Catalog[] = [];
      let done = 0;
      for (const history of histories) {
        await replay(client, history.slice(done));
        done = history.length;
        catalogs.push(await readCatalog(client));
      }
      return catalogs;
    });
  });
}

/** The catalog of a live database, and how long its migrations took there. */
export function liveCatalog(
  url: string,
): Promise<{ readonly catalog: Catalog; readonly durations: ReadonlyMap<string, number> }> {
  return withConnection(url, async (client) => {
    const catalog = await readCatalog(client);
    const runs = await readRuns(client, historySchema(url));
    const applied = runs.filter((run) => run.direction === 'up' && run.outcome === 'succeeded');
    return { catalog, durations: new Map(applied.map((run) => [run.migration, Math.round(run.durationMs)])) };
  });
}

import { type Catalog, readCatalog } from '@agora/catalog';
import { withConnection } from '@agora/postgres';

import type { Migration } from '../project/folder.ts';
import { historySchema } from '../history/history-gate.ts';
import { replay } from '../proof/replay.ts';
import { readRuns } from '../history/runs-table.ts';
import { type ScratchOptions, withScratch } from '../proof/scratch/scratch.ts';

/**
 * The catalog of the database that migrations make, replayed into a temporary database of a server.
 * @param options what unqualified names mean, and what is there before the first migration
 * @throws AgoraError `migrations.replay_failed`
 */
export function replayedCatalog(
  adminUrl: string,
  migrations: readonly Migration[],
  options: Pick<ScratchOptions, 'schema' | 'initSql'> = {},
): Promise<Catalog> {
  return withScratch({ adminUrl, ...options }, migrations, async (make) => {
    const scratch = await make('docs');
    return scratch.connect(async (client) => {
      await replay(client, migrations);
      return readCatalog(client);
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

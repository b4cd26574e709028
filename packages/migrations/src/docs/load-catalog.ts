import { withConnection, withTemporaryDatabase } from '@agora/postgres';

import { type Catalog, readCatalog } from '../catalog/index.ts';
import type { Migration } from '../folder.ts';
import { replay } from '../replay.ts';
import { readRuns } from '../runs-table.ts';

/** The catalog of the database that migrations make, replayed into a temporary database of a server. */
export function replayedCatalog(serverUrl: string, migrations: readonly Migration[]): Promise<Catalog> {
  return withTemporaryDatabase(
    serverUrl,
    (url) =>
      withConnection(url, async (client) => {
        await replay(client, migrations);
        return readCatalog(client);
      }),
    { label: 'docs' },
  );
}

/** The catalog of a live database, and how long its migrations took there. */
export function liveCatalog(
  url: string,
): Promise<{ readonly catalog: Catalog; readonly durations: ReadonlyMap<string, number> }> {
  return withConnection(url, async (client) => {
    const catalog = await readCatalog(client);
    const runs = await readRuns(client);
    const applied = runs.filter((run) => run.direction === 'up' && run.outcome === 'succeeded');
    return { catalog, durations: new Map(applied.map((run) => [run.migration, Math.round(run.durationMs)])) };
  });
}

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { migrationsDirectory } from '@agora/db/paths';
// Its codes of errors.
import '@agora/operations';
import { applyDistribution } from '@agora/operations/distribute';
import { withConnection } from '@agora/postgres';
import {
  createCitusDatabase,
  createTestDatabase,
  migrated,
  migratedTemplate,
  type TestDatabase,
} from '@agora/testkit';
import { patientConnectMs } from '../patience.fixture.ts';
import { forumRows } from './forum-rows.fixture.ts';

/**
 * A database of its own with the rows that tests know, copied from one that is made once.
 * @param options.spread on the nodes of a cluster, by community
 */
export async function createForumDatabase({ spread }: { readonly spread: boolean }): Promise<TestDatabase> {
  if (!spread)
    return createTestDatabase({
      template: await migratedTemplate(migrationsDirectory, { key: forumRows, fill }),
    });
  const fillAndSpread = async (url: string): Promise<void> => {
    await fill(url);
    const { outcome, steps } = await applyDistribution({ url, tenant: 'community_id' });
    if (outcome !== 'distributed')
      throw new Error(`The forum could not be spread: ${JSON.stringify(steps.find(({ fault }) => fault))}`);
  };
  const sources = path.resolve(migrationsDirectory, '../../../operations/src/distribute');
  const code = readdirSync(sources, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .toSorted()
    .map((file) => readFileSync(path.join(sources, file), 'utf8'));
  const key = [forumRows, ...code].join('\0');
  const database = await createCitusDatabase(migrated(migrationsDirectory, { key, fill: fillAndSpread }));
  for (const worker of database.workers) await routeAll(worker);
  return database;
}

/** From here on a worker, too, refuses what would ask more than one shard, as the API's connections to the coordinator do. */
function routeAll(url: string): Promise<void> {
  return withConnection({ url, connectTimeoutMs: patientConnectMs }, async (client) => {
    const { rows } = await client.query<{ name: string }>('SELECT quote_ident(current_database()) AS name');
    // It would be handed on to the coordinator.
    await client.query("SELECT set_config('citus.enable_ddl_propagation', 'off', false)");
    await client.query(`ALTER DATABASE ${rows[0]!.name} SET citus.multi_task_query_log_level = 'error'`);
  });
}

function fill(url: string): Promise<void> {
  return withConnection({ url, connectTimeoutMs: patientConnectMs }, async (client) => {
    await client.query(forumRows);
    await client.query('ANALYZE');
  });
}

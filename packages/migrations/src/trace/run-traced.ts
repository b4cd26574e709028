import { type Client, withConnection } from '@agora/postgres';

import type { Migration } from '../project/folder.ts';
import { traceBackfill } from './backfill-trace.ts';
import { traceScript } from './script-trace.ts';
import type { MigrationTrace } from './trace.ts';

/** A database that a trace changes. */
interface TracedDatabase {
  readonly url: string;
  /** Runs `use` on a connection of its own. */
  connect<T>(use: (client: Client) => Promise<T>): Promise<T>;
}

/** What is seen of a migration by running it, whatever the linter says. */
export type TracedRun = Omit<MigrationTrace, 'tables' | 'linter' | 'notes'>;

/**
 * Traces migrations one after another in a database of one's own: each changes it, and rows go through all of them.
 * @throws AgoraError `migrations.script_failed`, and what a backfill fails with
 */
export async function traceInPlace(
  url: string,
  migrations: readonly Migration[],
): Promise<readonly TracedRun[]> {
  const database: TracedDatabase = { url, connect: (use) => withConnection(url, use) };
  const runs: TracedRun[] = [];
  for (const migration of migrations)
    runs.push(await database.connect((client) => runTraced(database, client, migration)));
  return runs;
}

/** Runs one, its backfill after it. */
export async function runTraced(
  database: TracedDatabase,
  client: Client,
  migration: Migration,
): Promise<TracedRun> {
  const statements = await database.connect((watcher) => traceScript(client, watcher, migration.up));
  const { name, backfill } = migration;
  const filling =
    backfill === undefined ? undefined : await traceBackfill(database, client, { ...migration, backfill });
  return {
    migration: name,
    statements,
    ms: statements.reduce((sum, { ms }) => sum + ms, 0),
    ...(filling === undefined ? {} : { backfill: filling }),
  };
}

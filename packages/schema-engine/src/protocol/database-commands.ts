import { quoteIdentifier, sqlState } from '@agora/postgres';
import { withDatabaseName } from '../adapter/shadow-database.ts';
import { withClient } from '../connection/connect.ts';
import { type ConnectionTarget, parseConnectionUrl } from '../connection/connection-url.ts';
import { EngineError } from '../engine/engine-error.ts';

/** Databases that a server has from the start, in the order in which Prisma tries them. */
const maintenanceDatabases = ['postgres', 'template1'];

/** Connects and leaves. @throws the driver's error */
export async function canConnect(url: string | undefined): Promise<void> {
  await withClient(targetOf(url), async () => {});
}

/** Makes the URL's database, and its `schema` in it. @returns the database's name */
export async function createDatabase(url: string | undefined): Promise<string> {
  const target = targetOf(url);
  await onMaintenanceDatabase(target, `CREATE DATABASE ${quoteIdentifier(target.database)}`);
  if (target.schema !== 'public') {
    await withClient(target, (client) =>
      client.query(`CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(target.schema)}`),
    );
  }
  return target.database;
}

/** Drops the URL's database, whoever is connected. */
export async function dropDatabase(url: string | undefined): Promise<void> {
  const target = targetOf(url);
  await onMaintenanceDatabase(
    target,
    `DROP DATABASE IF EXISTS ${quoteIdentifier(target.database)} WITH (FORCE)`,
  );
}

async function onMaintenanceDatabase(target: ConnectionTarget, sql: string): Promise<void> {
  let failure: unknown;
  for (const name of maintenanceDatabases) {
    try {
      await withClient(withDatabaseName(target, name), (client) => client.query(sql));
      return;
    } catch (error) {
      failure = error;
      // Only "no such database" and "not allowed to connect to it" are reasons to try the next one.
      if (!['3D000', '42501'].includes(sqlState(error) ?? '')) break;
    }
  }
  throw failure;
}

function targetOf(url: string | undefined): ConnectionTarget {
  if (url !== undefined) return parseConnectionUrl(url, '.');
  throw new EngineError({
    code: 'schema_engine.no_url',
    message: 'No database URL was given.',
    fix: 'Set datasource.url in prisma.config.ts.',
  });
}

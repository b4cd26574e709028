import {
  type ConnectionTarget,
  dropDatabase as drop,
  failedWith,
  quoteIdentifier,
  readTarget,
  SQLSTATE,
} from '@agora/postgres';
import type pg from 'pg';
import { withDatabaseName } from '../adapter/shadow-database.ts';
import { withClient } from '../connection/connect.ts';
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
  const sql = `CREATE DATABASE ${quoteIdentifier(target.database)}`;
  await onMaintenanceDatabase(target, (client) => client.query(sql));
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
  await onMaintenanceDatabase(target, (client) => drop(client, target.database));
}

async function onMaintenanceDatabase(
  target: ConnectionTarget,
  work: (client: pg.Client) => Promise<unknown>,
): Promise<void> {
  let failure: unknown;
  for (const name of maintenanceDatabases) {
    try {
      await withClient(withDatabaseName(target, name), work);
      return;
    } catch (error) {
      failure = error;
      // Only "no such database" and "not allowed to connect to it" are reasons to try the next one.
      if (!failedWith(error, SQLSTATE.invalidCatalogName, SQLSTATE.insufficientPrivilege)) break;
    }
  }
  throw failure;
}

function targetOf(url: string | undefined): ConnectionTarget {
  if (url !== undefined) return readTarget(url);
  throw new EngineError({
    code: 'schema_engine.no_url',
    message: 'No database URL was given.',
    fix: 'Set datasource.url in prisma.config.ts.',
  });
}

import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { withConnection } from './connection/connection.ts';
import { quoteLiteral } from './connection/quoting.ts';
import { dropDatabase } from './databases/drop-database.ts';
import { withTemporaryDatabase } from './databases/temporary-database.ts';
import { disposableSettings } from './embedded/settings.ts';
import { startEmbedded } from './embedded/start.ts';
import { findWorkspaceRoot } from './workspace-root.ts';

let shared: Promise<string> | undefined;

/** The server that tests run on, the same that @agora/testkit uses, which stands on this package and so cannot be used here. */
export function serverUrl(): Promise<string> {
  shared ??= findOrStart();
  return shared;
}

/** Runs a test in a database of its own. */
export async function inDatabase<T>(use: (url: string) => Promise<T>): Promise<T> {
  return withTemporaryDatabase(await serverUrl(), use, { label: 'test' });
}

/**
 * Runs a test as a login of its own that may make databases and is no superuser, so that it can drop none of those
 * that other tests on the server have; its own are dropped with it.
 */
export async function asDatabaseCreator(use: (adminUrl: string) => Promise<void>): Promise<void> {
  const url = new URL(await serverUrl());
  const role = `agora_test_${randomBytes(8).toString('hex')}`;
  const password = randomBytes(8).toString('hex');
  await withConnection(url.href, async (client) => {
    await client.query(`CREATE ROLE ${role} LOGIN CREATEDB PASSWORD ${quoteLiteral(password)}`);
    const own = new URL(url);
    own.username = role;
    own.password = password;
    try {
      await use(own.href);
    } finally {
      const { rows } = await client.query<{ name: string }>(
        'SELECT datname AS name FROM pg_database WHERE datdba = $1::regrole',
        [role],
      );
      for (const { name } of rows) await dropDatabase(client, name);
      await client.query(`DROP ROLE ${role}`);
    }
  });
}

async function findOrStart(): Promise<string> {
  const own = process.env['TEST_DATABASE_URL'];
  if (own !== undefined && own !== '') return own;
  const directory = join(findWorkspaceRoot(import.meta.dirname), '.agora', 'test');
  return (await startEmbedded({ directory, port: 25432, settings: disposableSettings })).url;
}

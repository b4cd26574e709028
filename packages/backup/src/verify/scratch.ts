import { AgoraError } from '@agora/core';
import {
  type Client,
  dropTemporaryDatabase,
  releaseAfter,
  temporaryDatabaseName,
  withConnection,
  withDatabase,
  withPrivateServers,
  serverMajor,
  readServerMajor,
} from '@agora/postgres';
import type { Manifest } from '../format/manifest.ts';
import { createLike, createRole, missingRoles, rolesMissing } from '../restore/database/new-database.ts';

/** A database that is wiped afterwards. */
interface ScratchDatabase {
  readonly url: string;
  readonly name: string;
}

/**
 * Brackets an empty database like the one that was backed up: on a private server of the same major version, with a password
 * and a folder that nobody else enters, or on a server that is named.
 * @throws AgoraError `postgres.no_programs`, `backup.roles_missing`, `backup.other_version`
 */
export async function withScratch<T>(
  manifest: Manifest,
  server: string | undefined,
  use: (scratch: ScratchDatabase) => Promise<T>,
): Promise<T> {
  const major = serverMajor(manifest.server.version);
  if (server !== undefined) {
    const other = await withConnection(server, readServerMajor);
    if (other !== major) throw otherVersion(major, other);
    return onServer(server, manifest, use);
  }
  // A superuser of a name that the backup has no role of.
  return withPrivateServers({ major, user: `agora_${manifest.id.slice(0, 8)}` }, async (make) => {
    const { url } = await make();
    await withConnection(url, async (client) => {
      for (const role of await missingRoles(client, manifest)) await client.query(createRole(role));
      // Rows of any number are sorted for indexes.
      await client.query(`ALTER SYSTEM SET temp_file_limit = '-1'`);
      await client.query(`ALTER SYSTEM SET maintenance_work_mem = '64MB'`);
      await client.query('SELECT pg_reload_conf()');
    });
    return onServer(url, manifest, use);
  });
}

async function onServer<T>(
  server: string,
  manifest: Manifest,
  use: (scratch: ScratchDatabase) => Promise<T>,
): Promise<T> {
  const name = temporaryDatabaseName('verify');
  await withConnection(server, async (client) => {
    await refuseWithoutRoles(client, manifest);
    await createLike(client, name, manifest.database);
  });
  return releaseAfter(
    () => use({ url: withDatabase(server, name), name }),
    () => dropTemporaryDatabase(server, name),
  );
}

async function refuseWithoutRoles(client: Client, manifest: Manifest): Promise<void> {
  const missing = await missingRoles(client, manifest);
  if (missing.length > 0) throw rolesMissing(missing);
}

function otherVersion(major: number, other: number): AgoraError {
  return new AgoraError({
    code: 'backup.other_version',
    message: `The backup is of PostgreSQL ${major}, and the server is ${other}.`,
    why: 'Another major version describes what it restores in other words: it could not be compared whole, and this would be no proof.',
    fix: `Name a server of PostgreSQL ${major} with --server, or none: a private one is made where its programs are. agora backup restore takes any version.`,
  });
}

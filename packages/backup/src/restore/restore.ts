import { AgoraError } from '@agora/core';
import {
  databaseExists,
  dropDatabase,
  failedWith,
  quoteIdentifier,
  SQLSTATE,
  sweepTemporaryDatabases,
  temporaryDatabaseName,
  withConnection,
  withDatabase,
  withTransaction,
} from '@agora/postgres';
import { damaged } from '../format/damage.ts';
import type { Manifest } from '../format/manifest.ts';
import type { BackupKey } from '../key/key.ts';
import { applyPurges, type PurgeList, type Purges } from '../purges/purges.ts';
import { withoutLoginTriggers, withSession } from '../source/session.ts';
import type { StoredBackup } from '../store/store.ts';
import type { OnProgress } from '../work/progress.ts';
import { compareStructure } from './compare-structure.ts';
import { createLike, missingRoles, rolesMissing } from './database/new-database.ts';
import { refuseWithoutExtensions } from './database/extensions.ts';
import { checkFiles, openBackup } from './open-backup.ts';
import { readBackFaults } from './read-back.ts';
import { restoreInto } from './restore-into.ts';
import { swapIn } from './database/swap.ts';
import { tablespaceNotes } from './database/tablespaces.ts';

/** What to restore, and where. */
export interface RestoreOptions {
  readonly backup: StoredBackup;
  readonly key?: BackupKey | undefined;
  /** Any database of the server. */
  readonly server: string;
  /** The name of the database that is made. */
  readonly database: string;
  /** Whether one of that name gives way: it is renamed, and kept. */
  readonly over: boolean;
  /** Whether owners and rights are restored; otherwise all belongs to who restores. */
  readonly owners: boolean;
  /** What must not come back: applied before the database has its name. */
  readonly purged?: Purged | undefined;
  readonly jobs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: OnProgress | undefined;
}

/** What was purged after a backup was made. */
export interface Purged {
  readonly purges: Purges;
  readonly rows: PurgeList;
}

/** A database that was restored. */
export interface Restored {
  readonly manifest: Manifest;
  readonly url: string;
  readonly database: string;
  /** The name that the database which gave way has now. */
  readonly setAside: string | undefined;
  /** Tables whose columns came back in another order, and what lies in another place. */
  readonly notes: readonly string[];
}

/**
 * Restores a backup as a database of its own: built under a temporary name, compared with what was backed up, and renamed at
 * the end, so that the wanted name never means half a database.
 * @throws AgoraError `backup.database_exists`, `backup.roles_missing`, `backup.extensions_missing`, `backup.damaged`,
 * `backup.restore_failed`, `backup.purges`
 */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  const { backup: stored, key, database, over, owners, signal } = options;
  const backup = await openBackup(stored, key);
  const { manifest } = backup;
  const server = await maintenanceUrl(options.server);
  await withConnection(server, async (client) => {
    if (!over && (await databaseExists(client, database))) throw exists(database);
    const missing = owners ? await missingRoles(client, manifest) : [];
    if (missing.length > 0) throw rolesMissing(missing);
  });
  await checkFiles(stored, manifest, options);
  const catalog = await backup.catalog();
  await withConnection(server, (client) => refuseWithoutExtensions(client, catalog));
  // What earlier ones have left; a role that may not drop it leaves it there.
  await sweepTemporaryDatabases(server, { label: 'restore' }).catch(() => []);
  const name = temporaryDatabaseName('restore');
  await withConnection(server, (client) => createLike(client, name, manifest.database));
  try {
    const url = withoutLoginTriggers(withDatabase(server, name), catalog);
    await restoreInto({ url, name }, backup, { ...options, analyze: true });
    const { faults, notes } = await compareStructure(url, backup, { owners });
    // The built-in way compares rows as it loads them.
    const rows = manifest.dump === undefined ? [] : await readBackFaults(url, backup, options);
    if (faults.length + rows.length > 0) throw damaged(stored.location, [...faults, ...rows]);
    if (options.purged !== undefined) await purgeAgain(url, options.purged);
    signal?.throwIfAborted();
    const setAside = await withConnection(server, (client) => swapIn(client, name, database, over));
    return {
      manifest,
      database,
      url: withDatabase(options.server, database),
      setAside,
      notes: [...notes, ...tablespaceNotes(catalog)],
    };
  } catch (error) {
    // The first error is told; the next restore sweeps what stays.
    await withConnection(server, (client) => dropDatabase(client, name)).catch(() => undefined);
    throw failedWith(error, SQLSTATE.duplicateDatabase) ? exists(database) : error;
  }
}

/** Purges in a database that nobody else is in. @throws AgoraError `backup.purges` */
export function purgeAgain(url: string, { purges, rows }: Purged): Promise<void> {
  return withSession(url, (client) => withTransaction(client, () => applyPurges(client, purges, rows)));
}

/** A database that is in nobody's way: the one that is restored may be renamed. */
async function maintenanceUrl(server: string): Promise<string> {
  const usual = withDatabase(server, 'postgres');
  // A server that does not answer at all says so at the second one.
  const answers = await withConnection(usual, () => Promise.resolve(true)).catch(() => false);
  return answers ? usual : withDatabase(server, 'template1');
}

function exists(database: string): AgoraError {
  return new AgoraError({
    code: 'backup.database_exists',
    message: `The database ${database} exists.`,
    why: 'A restore makes a new one, and touches no other unless told.',
    fix: `Choose another name, or put it in the place of this one: --over --database ${quoteIdentifier(database)}. The old one is renamed and kept.`,
  });
}

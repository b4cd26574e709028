import { type Client, readServerMajor } from '@agora/postgres';

import type { Manifest } from '../../format/manifest.ts';
import type { BackupKey } from '../../key/key.ts';
import type { StoredBackup } from '../../store/store.ts';
import { tablespaceNotes } from './tablespaces.ts';
import type { OnProgress } from '../../work/progress.ts';
import { readServer } from '../../source/database.ts';
import { missingExtensions } from './extensions.ts';
import { missingLocale } from './locale.ts';
import { missingRoles } from './new-database.ts';
import { checkFiles, openBackup } from '../open-backup.ts';

/** What stands against a restore of a backup on a server. */
export interface Lacks {
  readonly manifest: Manifest;
  /** Roles that the backup names and the server does not have. */
  readonly roles: Manifest['roles'];
  /** Roles that own something and that the one who restores may not give it to. */
  readonly owners: readonly string[];
  /** Why the server cannot make a database with its locale; undefined where it can. */
  readonly locale: string | undefined;
  /** Extensions that are not installed on the server. */
  readonly extensions: readonly string[];
  /** What will be otherwise than it was, and where it comes from: another server, other places of files. */
  readonly notes: readonly string[];
}

/**
 * Reads a backup whole, compares its files with the manifest, and looks for what the server lacks. Changes nothing.
 * @param client of the server, as the role that will restore
 * @throws AgoraError `backup.damaged`, `backup.key_needed`, `backup.wrong_key`
 */
export async function readLacks(
  client: Client,
  stored: StoredBackup,
  options: {
    readonly key: BackupKey | undefined;
    readonly signal?: AbortSignal | undefined;
    readonly onProgress?: OnProgress | undefined;
  },
): Promise<Lacks> {
  const backup = await openBackup(stored, options.key);
  const { manifest } = backup;
  await checkFiles(stored, manifest, options);
  const { objects } = await backup.catalog();
  const owners = [...objects.values()].map(({ definition }) => definition['owner']);
  const { rows: others } = await client.query<{ name: string }>(
    `SELECT r.rolname AS name FROM pg_catalog.pg_roles r
      WHERE r.rolname = ANY ($1) AND r.rolname <> 'pg_database_owner' AND NOT pg_catalog.pg_has_role(r.oid, $2) ORDER BY 1`,
    [
      [...new Set([manifest.database.owner, ...owners])].filter((owner) => typeof owner === 'string'),
      (await readServerMajor(client)) < 16 ? 'MEMBER' : 'SET',
    ],
  );
  return {
    manifest,
    roles: await missingRoles(client, manifest),
    owners: others.map(({ name }) => name),
    locale: await missingLocale(client, manifest.database),
    extensions: await missingExtensions(client, { objects }),
    notes: [...(await otherServer(client, manifest)), ...tablespaceNotes({ objects })],
  };
}

/** Two servers may keep backups of databases of one name in one place. */
async function otherServer(client: Client, { server }: Manifest): Promise<readonly string[]> {
  const was = server.systemIdentifier;
  const { systemIdentifier: now } = await readServer(client);
  if (was === null || now === null || was === now) return [];
  return [
    `The backup was made on another server than this one (system identifier ${was}, and not ${now}): see that it is the backup of the database that you want back`,
  ];
}

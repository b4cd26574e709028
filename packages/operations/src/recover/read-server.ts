import type { Lacks } from '@agora/backup';
import type { Fault } from '@agora/core';
import { type Client, quoteIdentifier } from '@agora/postgres';

import type { OldDatabase } from './journal/journal.ts';

/** What a server says of a database, and of the role that is to recover it. */
export interface ServerFacts {
  /** The database that is there now; undefined where there is none. */
  readonly old: OldDatabase | undefined;
  /** What stands against a recovery. */
  readonly findings: readonly Fault[];
  readonly notes: readonly string[];
}

/**
 * Looks at all that a recovery will need, before anything is touched. Writes nothing.
 * @param database under the name that it has now
 * @param lacks undefined where the backup is restored already
 */
export async function readServer(
  client: Client,
  database: string,
  lacks: Lacks | undefined,
): Promise<ServerFacts> {
  const role = await readRole(client);
  const old = await readOld(client, database);
  const findings = [
    ...(RESERVED.has(database) ? [reserved(database)] : []),
    ...(role.mayCreate ? [] : [mayNotCreate(role.name)]),
    ...(old === undefined || old.owned ? [] : [notOwner(role.name, database, old.owner)]),
    ...(await stayingSessions(client, database)),
    ...(await preparedTransactions(client, database)),
    ...(lacks === undefined ? [] : lacking(role.name, lacks)),
  ];
  const notes = [
    ...(await slotNotes(client, database)),
    ...(await tablespaceNotes(client, database)),
    ...(lacks?.notes ?? []),
  ];
  return { old, findings, notes };
}

/** From these the others are renamed. */
const RESERVED = new Set(['postgres', 'template0', 'template1']);

async function readRole(client: Client): Promise<{ readonly name: string; readonly mayCreate: boolean }> {
  const { rows } = await client.query<{ name: string; mayCreate: boolean }>(
    `SELECT rolname AS name, rolsuper OR rolcreatedb AS "mayCreate"
       FROM pg_catalog.pg_roles WHERE rolname = current_user`,
  );
  return rows[0]!;
}

interface Found extends OldDatabase {
  readonly owner: string;
  readonly owned: boolean;
}

async function readOld(client: Client, database: string): Promise<Found | undefined> {
  const { rows } = await client.query<Found>(
    `SELECT pg_catalog.shobj_description(d.oid, 'pg_database') AS comment, d.datallowconn AS allowed,
            d.datconnlimit AS "limit", pg_catalog.pg_get_userbyid(d.datdba)::text AS owner,
            pg_catalog.pg_has_role(d.datdba, 'USAGE') AS owned
       FROM pg_catalog.pg_database d WHERE d.datname = $1`,
    [database],
  );
  return rows[0];
}

/** Sessions in the database that the role may not end: a database is renamed only while nobody is in it. */
async function stayingSessions(client: Client, database: string): Promise<readonly Fault[]> {
  const { rows } = await client.query<{ pid: number; user: string }>(
    `SELECT a.pid, a.usename AS "user" FROM pg_catalog.pg_stat_activity a JOIN pg_catalog.pg_roles r ON r.oid = a.usesysid
      CROSS JOIN (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user) me
      WHERE a.datname = $1 AND NOT me.rolsuper AND NOT pg_catalog.pg_has_role(a.usesysid, 'USAGE')
        AND (r.rolsuper OR NOT pg_catalog.pg_has_role('pg_signal_backend', 'USAGE')) ORDER BY 1`,
    [database],
  );
  if (rows.length === 0) return [];
  const roles = [...new Set(rows.map(({ user }) => user))];
  return [
    refused(
      `${rows.length} session(s) in ${database} cannot be ended by this role.`,
      `They are of ${roles.join(', ')}. A database is renamed only while nobody is in it.`,
      'Stop what is connected, or GRANT pg_signal_backend to this role; sessions of superusers only a superuser ends.',
    ),
  ];
}

async function preparedTransactions(client: Client, database: string): Promise<readonly Fault[]> {
  const { rows } = await client.query<{ gid: string }>(
    'SELECT gid FROM pg_catalog.pg_prepared_xacts WHERE database = $1 ORDER BY 1',
    [database],
  );
  if (rows.length === 0) return [];
  return [
    refused(
      `${database} has ${rows.length} prepared transaction(s): ${rows.map(({ gid }) => gid).join(', ')}.`,
      'A database that has one cannot be renamed.',
      `In ${database}: COMMIT PREPARED '...' or ROLLBACK PREPARED '...' for each.`,
    ),
  ];
}

async function slotNotes(client: Client, database: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    'SELECT slot_name AS name FROM pg_catalog.pg_replication_slots WHERE database = $1 ORDER BY 1',
    [database],
  );
  return rows.map(
    ({ name }) =>
      `The replication slot ${name} stays with the old database: make it anew in the restored one, and drop it.`,
  );
}

/** A restored database comes to lie where new ones do. */
async function tablespaceNotes(client: Client, database: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT t.spcname AS name FROM pg_catalog.pg_database d JOIN pg_catalog.pg_tablespace t ON t.oid = d.dattablespace
      WHERE d.datname = $1 AND d.dattablespace <>
        (SELECT dattablespace FROM pg_catalog.pg_database WHERE datname = 'template0')`,
    [database],
  );
  return rows.map(
    ({ name }) =>
      `${database} lies in the tablespace ${name}, and the restored database in the server's default. To move it, while nobody is in it: ALTER DATABASE ${quoteIdentifier(database)} SET TABLESPACE ${quoteIdentifier(name)}`,
  );
}

function lacking(role: string, { roles, owners, extensions, locale }: Lacks): readonly Fault[] {
  return [
    ...(locale === undefined
      ? []
      : [
          refused(
            `The server cannot make a database with the locale of the backup: ${locale}.`,
            'Text is sorted and compared by it, in indexes too.',
            'Install the locale on the server, or recover on a server that has it.',
          ),
        ]),
    ...roles.map(({ name }) =>
      refused(
        `The server has no role ${name}.`,
        'It owns objects of the backup, or has rights on them; roles belong to a server and are in no backup.',
        `CREATE ROLE ${quoteIdentifier(name)};`,
      ),
    ),
    ...owners.map((name) =>
      refused(
        `${role} may give nothing to ${name}.`,
        'It owns objects of the backup, and only a member of it, or a superuser, makes it an owner.',
        `GRANT ${quoteIdentifier(name)} TO ${quoteIdentifier(role)};`,
      ),
    ),
    ...extensions.map((name) =>
      refused(
        `The server has no extension ${name}.`,
        'Objects of the backup need it.',
        `Install its package, or switch it on at your provider.`,
      ),
    ),
  ];
}

function reserved(database: string): Fault {
  return refused(
    `${database} cannot be recovered so.`,
    'It is the database from which the others are renamed, and none is renamed from within.',
    'Restore the backup under another name, and let the application use that: agora backup restore --database NAME',
  );
}

function mayNotCreate(role: string): Fault {
  return refused(
    `${role} may not make databases.`,
    'The backup is restored beside the database, and that is renamed: both want CREATEDB.',
    `ALTER ROLE ${quoteIdentifier(role)} CREATEDB; or name a role that may: agora recover --url postgresql://...`,
  );
}

function notOwner(role: string, database: string, owner: string): Fault {
  return refused(
    `${role} does not own ${database}.`,
    `${owner} does, and only an owner renames a database.`,
    `GRANT ${quoteIdentifier(owner)} TO ${quoteIdentifier(role)}; or name a role that owns it: agora recover --url postgresql://...`,
  );
}

function refused(message: string, why: string, fix: string): Fault {
  return { code: 'operations.recovery_refused', message, why, fix };
}

import { AgoraError, isAgoraError, shellWord } from '@agora/core';
import {
  type Client,
  failedWith,
  parseDatabaseUrl,
  SQLSTATE,
  withConnection,
  withDatabase,
} from '@agora/postgres';

import { type Branch, readMark } from './branch.ts';
import { IS_SESSION } from './sessions.ts';

/** A development database with its branches. */
export interface Branches {
  /** The development database, also where the URL names a branch of it. */
  readonly base: string;
  /** Oldest first. */
  readonly branches: readonly Branch[];
}

/**
 * Reads the branches of the database that a URL names, or of the one that it is a branch of. Writes nothing.
 * @param url of the development database
 */
export function readBranches(url: string): Promise<Branches> {
  const { database } = parseDatabaseUrl(url);
  return besideDatabase(url, (client) => branchesOf(client, database));
}

/** Runs on another database of the same server, since one that is copied or dropped must have no session in it. */
export async function besideDatabase<T>(url: string, use: (client: Client) => Promise<T>): Promise<T> {
  let entered = false;
  const connect = (database: string): Promise<T> =>
    withConnection({ url: withDatabase(url, database), applicationName: 'agora branch' }, (client) => {
      entered = true;
      return use(client);
    });
  try {
    return await connect('postgres');
  } catch (error) {
    if (entered || !isMissing(error)) throw error;
    return connect('template1');
  }
}

function isMissing(error: unknown): boolean {
  return (
    isAgoraError(error) &&
    ['postgres.invalid_catalog_name', 'postgres.insufficient_privilege'].includes(error.code)
  );
}

/** @param database the development database, or a branch of it */
export async function branchesOf(client: Client, database: string): Promise<Branches> {
  const { rows } = await client.query<{
    oid: number;
    database: string;
    comment: string | null;
    sessions: number;
  }>(
    `SELECT d.oid, d.datname AS database, pg_catalog.shobj_description(d.oid, 'pg_database') AS comment,
            (SELECT count(*)::int FROM pg_catalog.pg_stat_activity a
              WHERE a.datid = d.oid AND ${IS_SESSION}) AS sessions
       FROM pg_catalog.pg_database d WHERE NOT d.datistemplate AND d.datallowconn`,
  );
  const marked = rows.flatMap(({ comment, ...row }) => {
    const mark = readMark(comment);
    return mark === undefined ? [] : [{ mark, ...row }];
  });
  const base = marked.find((one) => one.database === database)?.mark.of ?? database;
  const branches: Branch[] = [];
  for (const { mark, oid, database: name, sessions } of marked) {
    if (mark.of !== base || name === base) continue;
    const size = await readSize(client, oid);
    if (size !== 'dropped') branches.push({ ...mark, database: name, sizeBytes: size, sessions });
  }
  branches.sort((a, b) => a.made.localeCompare(b.made));
  return Object.freeze({ base, branches: Object.freeze(branches) });
}

/** The bytes of a database; undefined where the role may not look. PostgreSQL has no size of one dropped meanwhile. */
async function readSize(client: Client, oid: number): Promise<number | 'dropped' | undefined> {
  try {
    const { rows } = await client.query<{ size: string | null }>(
      `SELECT CASE WHEN pg_catalog.has_database_privilege(oid, 'CONNECT') THEN pg_catalog.pg_database_size(oid) END AS size
         FROM pg_catalog.pg_database WHERE oid = $1`,
      [oid],
    );
    const [found] = rows;
    if (found === undefined) return 'dropped';
    return found.size === null ? undefined : Number(found.size);
  } catch (error) {
    if (failedWith(error, SQLSTATE.undefinedObject, SQLSTATE.invalidCatalogName)) return 'dropped';
    throw error;
  }
}

/** @throws AgoraError `operations.no_branch` */
export function branchNamed({ base, branches }: Branches, name: string): Branch {
  const found = branches.find((one) => one.name === name) ?? branches.find((one) => one.database === name);
  if (found !== undefined) return found;
  throw new AgoraError({
    code: 'operations.no_branch',
    message: `${base} has no branch ${name}.`,
    why:
      branches.length === 0
        ? 'It has no branch at all. Only databases that agora made, by their comment, count as branches.'
        : `It has ${branches.map((one) => one.name).join(', ')}. Only databases that agora made, by their comment, count as branches.`,
    fix: `agora db branch create ${shellWord(name)}`,
  });
}

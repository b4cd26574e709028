import { AgoraError, isAgoraError } from '@agora/core';
import { type Client, parseDatabaseUrl, withConnection, withDatabase } from '@agora/postgres';

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
    database: string;
    comment: string | null;
    size: string | null;
    sessions: number;
  }>(
    `SELECT d.datname AS database, pg_catalog.shobj_description(d.oid, 'pg_database') AS comment,
            CASE WHEN pg_catalog.has_database_privilege(d.oid, 'CONNECT')
                 THEN pg_catalog.pg_database_size(d.oid) END AS size,
            (SELECT count(*)::int FROM pg_catalog.pg_stat_activity a
              WHERE a.datid = d.oid AND ${IS_SESSION}) AS sessions
       FROM pg_catalog.pg_database d WHERE NOT d.datistemplate AND d.datallowconn`,
  );
  const marked = rows.flatMap(({ database: name, comment, size, sessions }): Branch[] => {
    const mark = readMark(comment);
    if (mark === undefined) return [];
    return [{ ...mark, database: name, sizeBytes: size === null ? undefined : Number(size), sessions }];
  });
  const base = marked.find((one) => one.database === database)?.of ?? database;
  const branches = marked
    .filter(({ of, database: name }) => of === base && name !== base)
    .toSorted((a, b) => a.made.localeCompare(b.made));
  return Object.freeze({ base, branches: Object.freeze(branches) });
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
    fix: `agora db branch create ${name}`,
  });
}

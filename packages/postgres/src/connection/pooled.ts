import { Client as PgClient } from 'pg';
import { AgoraError } from '@agora/core';
import { type Client } from './connection.ts';

/** How often two connections are compared: other clients may take a free session of the server in between. */
const rounds = 5;

/**
 * Whether the server process at the other end is the one that the connection was opened to: the key that came at connect
 * names it, and a pooler makes up keys of its own.
 * @param pid what `pg_backend_pid()` answered on it
 */
export function isDirect(client: Client, pid: number): boolean {
  // pg keeps it to cancel queries; its types leave it out.
  return Reflect.get(client, 'processID') === pid;
}

/**
 * Whether a transaction pooler stands between, which lends the session of a connection to others when a transaction ends.
 * Where the connection is not direct, a second one to the same place shows it: in transaction mode it is served by the
 * session that the first has just used.
 * @param pid what `pg_backend_pid()` has just answered on it
 */
export async function sharesSession(client: Client, pid: number): Promise<boolean> {
  if (isDirect(client, pid)) return false;
  const other = twinOf(client);
  other.on('error', () => undefined);
  try {
    await other.connect();
    let mine = pid;
    for (let round = 0; round < rounds; round += 1) {
      const theirs = await backendPid(other);
      const next = await backendPid(client);
      if (theirs === mine || next !== mine || theirs === next) return true;
      mine = next;
    }
    return false;
  } finally {
    await other.end();
  }
}

/** @throws postgres.pooled_connection through a transaction pooler */
export async function assertOwnSession(client: Client): Promise<void> {
  if (!(await sharesSession(client, await backendPid(client)))) return;
  throw new AgoraError({
    code: 'postgres.pooled_connection',
    message: 'This needs a session of its own, and the connection leads through a transaction pooler.',
    why: 'Its locks and settings would stay with a session that the pooler lends to others.',
    fix: 'Give the URL of the server itself instead of the pooler: --url, DIRECT_URL or what the configuration reads.',
  });
}

function twinOf({ host, port, user, password, database, ssl, connection }: Client): PgClient {
  const { stream } = connection;
  const encrypted = 'encrypted' in stream && stream.encrypted === true;
  return new PgClient({
    host,
    port,
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { password }),
    ...(database === undefined ? {} : { database }),
    ssl: encrypted && ssl,
    application_name: 'agora',
  });
}

async function backendPid(client: Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_catalog.pg_backend_pid() AS pid');
  return rows[0]?.pid ?? 0;
}

import { AgoraError } from '@agora/core';
import type { Client as PgClient } from 'pg';
import { sqlState } from '../errors/server-error.ts';
import { describeConnectError } from './target/connect-error.ts';
import { clientConfig, makeClient, readTarget } from './target/connection-target.ts';
import { withParameters } from './target/database-url.ts';
import { hostsOf } from './target/hosts.ts';

/** A plain client of `pg`, connected. */
export type Client = PgClient;

/** How to connect. */
export interface ConnectionOptions {
  url: string;
  /** Shown in pg_stat_activity; default `agora`. One in the URL wins. */
  applicationName?: string | undefined;
  /** Milliseconds; default what the URL says, else 15 000, which a machine that stalls for seconds does not reach. */
  connectTimeoutMs?: number | undefined;
  /** Milliseconds, for every statement of the session; the server's setting unless given. */
  statementTimeoutMs?: number | undefined;
  /** Milliseconds, for every lock of the session; the server's setting unless given. */
  lockTimeoutMs?: number | undefined;
}

/**
 * Opens a connection, gives it to `use` and closes it, whatever happens.
 * @throws postgres.invalid_url, postgres.connection_refused and the other connect errors, as AgoraError;
 *   what `use` throws comes out unchanged, but for what pg says of a connection that was lost: instead comes why, as
 *   the server said it, else postgres.connection_lost
 */
export async function withConnection<T>(
  options: ConnectionOptions | string,
  use: (client: Client) => Promise<T>,
): Promise<T> {
  const given = typeof options === 'string' ? { url: options } : options;
  const client = await connect(given);
  let lost: Error | undefined;
  client.once('error', (error) => {
    lost = error;
  });
  try {
    return await use(client);
  } catch (error) {
    if (lost === undefined || (error !== lost && !isRefusal(error))) throw error;
    throw sqlState(lost) === undefined ? describeConnectError(lost, readTarget(given.url)) : lost;
  } finally {
    await client.end();
  }
}

/**
 * The URL with what it leaves open decided by a connection: whether it is encrypted.
 * @throws what {@link withConnection} throws
 */
export async function settleTls(options: ConnectionOptions): Promise<string> {
  const { tls, parameters } = readTarget(options.url);
  if (tls.mode !== 'prefer') return options.url;
  const encrypted = await withConnection(options, (client) => Promise.resolve(isEncrypted(client)));
  return withParameters(options.url, {
    sslmode: encrypted ? 'require' : 'disable',
    sslaccept: parameters.get('sslaccept') ?? 'accept_invalid_certs',
  });
}

function isEncrypted(client: Client): boolean {
  const { stream } = client.connection;
  return 'encrypted' in stream && stream.encrypted === true;
}

/** Whether pg refuses to ask on a lost connection; it says no more than that (its `Client#query`). */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && error.message.endsWith('is not queryable');
}

/** To the first of the URL's hosts that answers, and takes writes where `target_session_attrs` wants that, as libpq does. */
async function connect(options: ConnectionOptions): Promise<Client> {
  const faults: unknown[] = [];
  for (const url of hostsOf(options.url)) {
    try {
      return await connectToHost({ ...options, url });
    } catch (error) {
      faults.push(error);
    }
  }
  throw faults.at(0);
}

async function connectToHost(options: ConnectionOptions): Promise<Client> {
  const target = readTarget(options.url);
  const client = makeClient(
    clientConfig(target, {
      application_name: options.applicationName ?? 'agora',
      connectionTimeoutMillis: options.connectTimeoutMs ?? target.connectTimeoutMs ?? 15_000,
      ...(options.statementTimeoutMs === undefined ? {} : { statement_timeout: options.statementTimeoutMs }),
      ...(options.lockTimeoutMs === undefined ? {} : { lock_timeout: options.lockTimeoutMs }),
    }),
  );
  // Without a listener the loss of an idle connection would end the process; the next query reports it.
  client.on('error', () => undefined);
  try {
    await client.connect();
    if (writable.has(target.parameters.get('target_session_attrs') ?? '')) await assertWritable(client);
    return client;
  } catch (error) {
    await client.end();
    throw describeConnectError(error, target);
  }
}

const writable = new Set(['read-write', 'primary']);

async function assertWritable(client: Client): Promise<void> {
  const { rows } = await client.query<{ standby: boolean }>(
    'SELECT pg_catalog.pg_is_in_recovery() AS standby',
  );
  if (rows[0]?.standby !== true) return;
  throw new AgoraError({
    code: 'postgres.read_only',
    message: 'The server is a replica, and takes no writes.',
    why: 'The database URL wants one that does, by target_session_attrs.',
    fix: 'Name the primary in the URL, beside the replica or in its place; or promote the replica.',
  });
}

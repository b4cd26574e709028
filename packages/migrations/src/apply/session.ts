import { AgoraError, isAgoraError } from '@agora/core';
import {
  type Client,
  describeSqlError,
  isDirect,
  isSpread,
  parseDatabaseUrl,
  quoteIdentifier,
  quoteLiteral,
  resetSession,
  type ScriptTimeouts,
  setTimeouts,
  sqlState,
  withAdvisoryLock,
  withConnection,
} from '@agora/postgres';

import { type MigrationsFolder } from '../project/folder.ts';
import { type History, readHistory, type ReadHistoryOptions } from '../history/history.ts';
import { refusePooler } from '../history/pooled-connection.ts';
import { LOCK_KEY, readLockHolder } from '../history/prisma-table.ts';
import { throwIfInterrupted } from './interrupted.ts';
import type { ApplyOptions } from './options.ts';

/** A connection on which migrations run, with what it needs to be put back between two of them. */
export interface Session {
  readonly client: Client;
  readonly url: string;
  /** Schema of the history table, and the search path of every migration. */
  readonly schema: string;
  /** `role` as the session began. */
  readonly role: string;
  /** Process id of the session on the server. */
  readonly pid: number;
  /** Whether tables are spread over the nodes of a Citus cluster. */
  readonly isSpread: boolean;
  /** Whether the server can notice that its client was killed, and stop the statement under way. */
  readonly noticesKill: boolean;
  /** Of the server's version. */
  readonly major: number;
  /** After how long a wait the server looks for deadlocks, in milliseconds. */
  readonly deadlockTimeoutMs: number;
}

/** The schema that a URL names, or Prisma's default. */
export function schemaOf(url: string): string {
  return parseDatabaseUrl(url).schema ?? 'public';
}

/** Opens a connection to read with. */
export async function withReader<T>(url: string, use: (client: Client) => Promise<T>): Promise<T> {
  return withConnection({ url, applicationName: 'agora migrate' }, (client) =>
    explained(async () => {
      await forbidWriting(client);
      return use(client);
    }),
  );
}

/** A setting of the session, unless a pooler would leave it to whoever gets the session next. */
async function forbidWriting(client: Client): Promise<void> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_catalog.pg_backend_pid() AS pid');
  if (isDirect(client, rows[0]?.pid ?? 0)) await client.query('SET default_transaction_read_only = on');
}

type Found = Pick<Session, 'role' | 'pid' | 'noticesKill' | 'major' | 'deadlockTimeoutMs'>;

const NOTHING_FOUND: Found = { role: 'none', pid: 0, noticesKill: false, major: 0, deadlockTimeoutMs: 1000 };

/** Opens a connection to migrate with: the search path is the URL's schema alone, as under Prisma. */
export async function withSession<T>(url: string, use: (session: Session) => Promise<T>): Promise<T> {
  return withConnection({ url, applicationName: 'agora migrate' }, async (client) => {
    // Only servers on Linux can notice; elsewhere the setting may only be 0.
    const { rows } = await client.query<Found>(
      `SELECT pg_catalog.current_setting('role') AS role, pg_catalog.pg_backend_pid() AS pid,
              pg_catalog.version() LIKE '%linux%' AS "noticesKill",
              pg_catalog.current_setting('server_version_num')::int / 10000 AS major,
              (SELECT setting::int FROM pg_catalog.pg_settings WHERE name = 'deadlock_timeout') AS "deadlockTimeoutMs"`,
    );
    const found = rows[0] ?? NOTHING_FOUND;
    const session: Session = {
      client,
      url,
      schema: schemaOf(url),
      isSpread: await isSpread(client),
      ...found,
    };
    await refusePooler(client, url, found.pid);
    return explained(async () => {
      await resetSession(client, sessionSettings(session));
      return use(session);
    });
  });
}

/** What the server refuses outside a script (reading the history, making its table) comes out described. */
async function explained<T>(use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } catch (error) {
    throw sqlState(error) === undefined ? error : describeSqlError(error);
  }
}

/**
 * What a session is put back to between two migrations, so that a SET in one does not reach the next.
 * @param timeouts of the run; none unless given
 */
export function sessionSettings(
  {
    schema,
    noticesKill,
    isSpread: onNodes,
    major,
  }: Pick<Session, 'schema' | 'noticesKill' | 'isSpread' | 'major'>,
  timeouts: ScriptTimeouts = { lockTimeoutMs: 0, statementTimeoutMs: 0 },
): readonly string[] {
  return [
    `SET search_path = ${quoteIdentifier(schema)}`,
    setTimeouts(timeouts, 'SESSION'),
    // What role or database set for the application would end a long script, or a backfill at rest.
    ...(major >= 14 ? ['SET idle_session_timeout = 0'] : []),
    ...(major >= 17 ? ['SET transaction_timeout = 0'] : []),
    // Several shards at once are changed over several connections, of which the rest of a transaction then sees nothing.
    ...(onNodes ? ["SET citus.multi_shard_modify_mode = 'sequential'"] : []),
    ...(noticesKill ? ["SET client_connection_check_interval = '1s'"] : []),
  ];
}

/** SQL that makes the rest of a transaction run as the role the session began with. */
export function ownRoleSql({ role }: Session): string {
  const name = role === 'none' ? 'NONE' : quoteLiteral(role);
  return `SET LOCAL SESSION AUTHORIZATION DEFAULT; SET LOCAL ROLE ${name}`;
}

/**
 * What is to write asks before it begins.
 * @throws AgoraError `migrations.read_only` on a replica, and where a setting makes transactions read-only
 */
export async function refuseReadOnly({ client }: Pick<Session, 'client'>): Promise<void> {
  const { rows } = await client.query<{ replica: boolean; readOnly: boolean }>(
    `SELECT pg_catalog.pg_is_in_recovery() AS replica, pg_catalog.current_setting('transaction_read_only') = 'on' AS "readOnly"`,
  );
  const [found] = rows;
  if (found?.readOnly !== true) return;
  throw new AgoraError({
    code: 'migrations.read_only',
    message: found.replica
      ? 'The server is a replica, and takes no writes. Nothing was changed.'
      : 'The database takes no writes from this role. Nothing was changed.',
    why: found.replica
      ? 'A replica only follows its primary.'
      : 'default_transaction_read_only is on: for the role, the database or the server, or by options in the URL.',
    fix: found.replica
      ? 'Give the URL of the primary.'
      : 'ALTER ROLE <role> RESET default_transaction_read_only, or ALTER DATABASE likewise; or give the URL of a role that may write.',
  });
}

/** How long one attempt at the lock takes, so that Ctrl-C is heard in between. */
const ATTEMPT_MS = 500;

/**
 * Holds Prisma's lock while `use` runs, waiting for another runner to finish.
 * @throws AgoraError `postgres.lock_not_available`, `migrations.interrupted`, `migrations.read_only`
 */
export async function withMigrationLock<T>(
  session: Session,
  options: Pick<ApplyOptions, 'lockWaitMs' | 'onEvent' | 'signal'>,
  use: () => Promise<T>,
): Promise<T> {
  await refuseReadOnly(session);
  const began = performance.now();
  const waitMs = options.lockWaitMs ?? 600_000;
  let waiting = false;
  for (;;) {
    throwIfInterrupted(options.signal);
    const left = Math.max(0, waitMs - (performance.now() - began));
    // The first only asks, so that waiting is told of as soon as it begins.
    const attemptMs = waiting ? Math.min(left, ATTEMPT_MS) : 0;
    let held = false;
    try {
      const inside = (): Promise<T> => {
        held = true;
        return use();
      };
      return await withAdvisoryLock(session.client, LOCK_KEY, inside, { waitMs: attemptMs });
    } catch (error) {
      if (held || !isAgoraError(error) || error.code !== 'postgres.lock_not_available') throw error;
      if (left <= attemptMs) throw stillHeld(error, waitMs);
    }
    if (!waiting) await reportWaiting(session, options);
    waiting = true;
  }
}

async function reportWaiting(session: Session, options: Pick<ApplyOptions, 'onEvent'>): Promise<void> {
  const holder = await readLockHolder(session.client);
  options.onEvent?.({ kind: 'waiting', ...(holder ? { holder } : {}) });
}

function stillHeld(error: AgoraError, waitMs: number): AgoraError {
  return new AgoraError({
    code: error.code,
    message: `Another migration run has not finished within ${waitMs / 1000} s.`,
    why: error.why,
    fix: error.fix,
    cause: error,
  });
}

/** Reads the history over the session's own connection. */
export async function readSessionHistory(
  session: Session,
  folder: MigrationsFolder,
  { forgotten, externalTables }: Omit<ReadHistoryOptions, 'schema'>,
): Promise<History> {
  return readHistory(session.client, folder, { schema: session.schema, forgotten, externalTables });
}

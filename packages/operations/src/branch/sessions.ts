import { AgoraError } from '@agora/core';
import type { Client } from '@agora/postgres';

/** A session that stands in the way. */
export interface Session {
  readonly pid: number;
  readonly user: string;
  /** What it calls itself. */
  readonly program: string;
  /** Address, or empty for a socket. */
  readonly address: string;
  /** As in `idle` or `active`. */
  readonly state: string;
  /** ISO 8601. */
  readonly since: string;
}

/** The sessions in a database, without the server's own workers, which give way by themselves. */
export async function sessionsIn(client: Client, database: string): Promise<readonly Session[]> {
  const { rows } = await client.query<Session>(
    `SELECT pid, coalesce(usename, '') AS "user", coalesce(application_name, '') AS program,
            coalesce(host(client_addr), '') AS address, coalesce(state, '') AS state,
            to_char(backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS since
       FROM pg_catalog.pg_stat_activity
      WHERE datname = $1 AND pid <> pg_catalog.pg_backend_pid() AND backend_type IN ('client backend', 'walsender')
      ORDER BY backend_start`,
    [database],
  );
  return rows;
}

/** Ends them; one that the role may not end stays, and the server says so in the end. */
export async function endSessions(client: Client, database: string): Promise<void> {
  await client
    .query(
      `SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity
        WHERE datname = $1 AND pid <> pg_catalog.pg_backend_pid() AND backend_type IN ('client backend', 'walsender')`,
      [database],
    )
    .catch(() => undefined);
}

/** @param command what would end them, such as `agora db branch create x --force` */
export function inUse(database: string, sessions: readonly Session[], command: string): AgoraError {
  const lines = sessions.map(
    ({ pid, user, program, address, state, since }) =>
      `process ${pid}: ${[program || 'a program without a name', user, address, state].filter((part) => part !== '').join(', ')}, since ${since}`,
  );
  return new AgoraError({
    code: 'operations.branch_in_use',
    message: `${sessions.length === 1 ? 'One session is' : `${sessions.length} sessions are`} in the database ${database}. Nothing was done.`,
    why: `PostgreSQL copies and drops a database only while nobody is in it.\n${lines.join('\n')}`,
    fix: `Stop what is connected, or have these sessions ended, with what they have not committed: ${command}`,
  });
}

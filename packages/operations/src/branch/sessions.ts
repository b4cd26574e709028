import { AgoraError } from '@agora/core';
import { type Client, failedWith, SQLSTATE } from '@agora/postgres';

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

/**
 * Sessions of people and programs, in SQL: the server's own workers give way by themselves. Of other roles' sessions a
 * role that is neither superuser nor a reader of statistics sees no more than whose they are.
 */
export const IS_SESSION = `pid <> pg_catalog.pg_backend_pid() AND usesysid IS NOT NULL
  AND coalesce(backend_type, 'client backend') IN ('client backend', 'walsender')`;

/** The sessions in a database. */
export async function sessionsIn(client: Client, database: string): Promise<readonly Session[]> {
  const { rows } = await client.query<Session>(
    `SELECT pid, coalesce(usename, '') AS "user", coalesce(application_name, '') AS program,
            coalesce(host(client_addr), '') AS address, coalesce(state, '') AS state,
            coalesce(to_char(backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), '') AS since
       FROM pg_catalog.pg_stat_activity WHERE datname = $1 AND ${IS_SESSION} ORDER BY backend_start, pid`,
    [database],
  );
  return rows;
}

/** Ends them; one that the role may not end stays. */
export async function endSessions(client: Client, database: string): Promise<void> {
  for (const { pid } of await sessionsIn(client, database))
    await client.query('SELECT pg_catalog.pg_terminate_backend($1)', [pid]).catch((error: unknown) => {
      if (!failedWith(error, SQLSTATE.insufficientPrivilege)) throw error;
    });
}

/**
 * @param command what would end them, such as `agora db branch create x --force`; undefined where that was tried
 */
export function inUse(
  database: string,
  sessions: readonly Session[],
  command: string | undefined,
): AgoraError {
  const lines = sessions.map(({ pid, user, program, address, state, since }) => {
    const known = [program || 'a program without a name', user, address, state].filter((part) => part !== '');
    return `process ${pid}: ${known.join(', ')}${since === '' ? '' : `, since ${since}`}`;
  });
  return new AgoraError({
    code: 'operations.branch_in_use',
    message: `${sessions.length === 1 ? 'One session is' : `${sessions.length} sessions are`} in the database ${database}.${command === undefined ? '' : ' Nothing was done.'}`,
    why: `PostgreSQL copies and drops a database only while nobody is in it.\n${lines.join('\n')}`,
    fix:
      command === undefined
        ? 'Stop what is connected. This role may not end these sessions: that takes their own role, pg_signal_backend, or a superuser for those of superusers.'
        : `Stop what is connected, or have these sessions ended, with what they have not committed: ${command}`,
  });
}

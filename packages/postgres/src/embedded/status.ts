import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { withConnection } from '../connection/connection.ts';
import { failedWith } from '../errors/server-error.ts';
import { SQLSTATE } from '../errors/sqlstate.ts';
import { type Layout, layoutOf, type Superuser } from './cluster/layout.ts';
import { readPostmasterPid } from './processes/postmaster-pid.ts';
import { isAlive, programName, workingFolder } from './processes/processes.ts';

/** A running embedded server. */
export interface RunningServer {
  /** The maintenance database `postgres`; see `withDatabase` for others. */
  url: string;
  port: number;
  pid: number;
  dataDirectory: string;
}

/** Whether an embedded server runs. */
export type EmbeddedStatus = { running: false; initialized: boolean } | ({ running: true } & RunningServer);

/** Looks at the embedded server of a folder; starts and writes nothing. */
export async function embeddedStatus(options: { directory: string }): Promise<EmbeddedStatus> {
  const layout = layoutOf(options.directory);
  const running = await findRunning(layout);
  if (running !== undefined) return { running: true, ...running };
  return { running: false, initialized: existsSync(join(layout.data, 'PG_VERSION')) };
}

/** The server that serves this data folder, or undefined. */
export async function findRunning(layout: Layout): Promise<RunningServer | undefined> {
  const file = await readPostmasterPid(layout.pidFile);
  if (file === undefined || file.port === undefined || !file.ready) return undefined;
  if (!isServerProcess(file.pid, layout)) return undefined;
  return {
    url: urlOf(file.port, layout.superuser),
    port: file.port,
    pid: file.pid,
    dataDirectory: layout.data,
  };
}

/**
 * Whether a process is alive and can be this folder's server: after a restart of the machine or the
 * container, the id in a stale postmaster.pid may belong to any other program, or to another server.
 * A server works in its data folder.
 */
export function isServerProcess(pid: number, layout: Layout): boolean {
  if (!isAlive(pid)) return false;
  const program = programName(pid);
  const folder = workingFolder(pid);
  return (
    (program === undefined || program === 'postgres') && (folder === undefined || isSame(folder, layout.data))
  );
}

function isSame(folder: string, other: string): boolean {
  try {
    return realpathSync(folder) === realpathSync(other);
  } catch {
    return false;
  }
}

/** Whether it is this folder's server that answers at the port; one that has no connection left counts too. */
export async function answers(server: RunningServer): Promise<boolean> {
  try {
    return await withConnection(server.url, async (client) => {
      const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
      return rows.some((row) => isSame(row.data_directory, server.dataDirectory));
    });
  } catch (error) {
    return failedWith(error, SQLSTATE.tooManyConnections);
  }
}

/** On the loopback address, as the user that initdb made. */
function urlOf(port: number, { name, password }: Superuser): string {
  const user = [name, ...(password === undefined ? [] : [password])].map(encodeURIComponent).join(':');
  return `postgresql://${user}@127.0.0.1:${port}/postgres`;
}

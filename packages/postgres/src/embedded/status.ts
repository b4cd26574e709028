import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { withConnection } from '../connection/connection.ts';
import { type Layout, layoutOf } from './layout.ts';
import { readPostmasterPid } from './postmaster-pid.ts';
import { isAlive, programName } from './processes.ts';

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
  if (!isServerProcess(file.pid)) return undefined;
  return { url: urlOf(file.port), port: file.port, pid: file.pid, dataDirectory: layout.data };
}

/**
 * Whether a process is alive and can be a server: after a restart of the machine or container, the id
 * in a stale postmaster.pid may belong to any other program.
 */
export function isServerProcess(pid: number): boolean {
  const program = programName(pid);
  return isAlive(pid) && (program === undefined || program === 'postgres');
}

/** Whether the server answers queries. */
export async function answers(server: RunningServer): Promise<boolean> {
  try {
    await withConnection({ url: server.url, connectTimeoutMs: 2000 }, (client) => client.query('SELECT 1'));
    return true;
  } catch {
    return false;
  }
}

/** Trust on the loopback address; the user that initdb made. */
export function urlOf(port: number): string {
  return `postgresql://postgres@127.0.0.1:${port}/postgres`;
}

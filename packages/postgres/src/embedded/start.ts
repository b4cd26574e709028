import { readFile, rename, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { withConnection } from '../connection/connection.ts';
import { withDatabase } from '../connection/target/database-url.ts';
import { quoteIdentifier } from '../connection/quoting.ts';
import { AgoraError, undefinedIfMissing } from '@agora/core';
import { databaseExists } from '../databases/database-exists.ts';
import { failedWith } from '../errors/server-error.ts';
import { SQLSTATE } from '../errors/sqlstate.ts';
import { type Binaries, findBinaries } from './cluster/binaries.ts';
import { initialize, isInitialized, prepareDirectory } from './cluster/data-directory.ts';
import { withDirectoryLock } from './cluster/directory-lock.ts';
import { diskFull } from './cluster/faults.ts';
import { freePort } from './processes/free-port.ts';
import { chooseIdentity, type Identity } from './cluster/identity.ts';
import { type Layout, layoutOf } from './cluster/layout.ts';
import { developmentSettings } from './settings.ts';
import { readPostmasterPid } from './processes/postmaster-pid.ts';
import { run } from './cluster/run.ts';
import { answers, findRunning, isServerProcess, type RunningServer } from './status.ts';

/** The database of the embedded server, unless another is named. */
export const EMBEDDED_DATABASE = 'agora';

/** How to start the embedded server. */
export interface StartOptions {
  /** The folder for its files, for example `<root>/.agora`; data goes to `postgres-18` below it. */
  directory: string;
  /** The database that the URL names, made when missing; default `agora`. */
  database?: string | undefined;
  /** The first port to try; default 15432. Busy ones are passed over. */
  port?: number | undefined;
  /** Server settings, over the defaults for development (see `disposableSettings`); they apply only when this call starts the server. */
  settings?: Readonly<Record<string, string>> | undefined;
  /** Called with a line for people before anything slow. */
  onProgress?: ((text: string) => void) | undefined;
}

/** The embedded server, running. */
export interface EmbeddedServer extends RunningServer {
  /** Of the database asked for. */
  url: string;
  /** Whether this call started it. */
  startedNow: boolean;
}

/** Below the range that systems use for outgoing connections. */
const defaultPort = 15432;
/** First start of a folder on a slow disk, others queued before us included. */
const lockWaitMs = 120_000;
/** For a predecessor to end, or for a server that a killed process began to start. */
const startWaitMs = 60_000;

/**
 * Starts the embedded server of a folder unless it runs, as a daemon that outlives this process and is
 * shared by all. Safe when many processes do so at once, after a crash, and after kill -9.
 * @throws the `postgres.embedded_*` errors
 */
export async function startEmbedded(options: StartOptions): Promise<EmbeddedServer> {
  const layout = layoutOf(options.directory);
  const already = await findRunning(layout);
  const startedNow = already === undefined || !(await answers(already));
  const server = startedNow ? await startLocked(layout, options) : { ...already, startedNow: false };
  const database = options.database ?? EMBEDDED_DATABASE;
  await ensureDatabase(server.url, database);
  return { ...server, url: withDatabase(server.url, database) };
}

async function startLocked(
  layout: Layout,
  options: StartOptions,
): Promise<RunningServer & { startedNow: boolean }> {
  const binaries = await findBinaries();
  await prepareDirectory(layout);
  return withDirectoryLock(layout.lock, lockWaitMs, async () => {
    const other = await findRunning(layout);
    if (other !== undefined && (await answers(other))) return { ...other, startedNow: false };
    const identity = chooseIdentity(layout);
    if (!(await isInitialized(layout))) {
      options.onProgress?.(`Making a PostgreSQL database cluster in ${layout.data}`);
      await initialize(layout, binaries, identity);
    }
    options.onProgress?.('Starting the embedded PostgreSQL');
    return { ...(await startServer(layout, binaries, identity, options)), startedNow: true };
  });
}

/** Starts the server of a folder that nobody else starts or stops meanwhile. @throws the `postgres.embedded_*` errors */
export async function startServer(
  layout: Layout,
  binaries: Binaries,
  identity: Identity,
  options: Pick<StartOptions, 'port' | 'settings'>,
): Promise<RunningServer> {
  const first = options.port ?? defaultPort;
  const deadline = performance.now() + startWaitMs;
  let port = first;
  // A dying predecessor holds its lock file for a moment; a port can be taken between probe and start.
  for (;;) {
    await clearStalePid(layout);
    port = await freePort(port, first);
    // Where the predecessor still holds it (Windows), the log goes on in the same file.
    await rename(layout.log, `${layout.log}.old`).catch(() => undefined);
    const settings = { ...developmentSettings, ...options.settings };
    const { status } = await run(
      identity,
      binaries.pg_ctl,
      ['start', '-w', '-t', '60', '-D', layout.data, '-l', layout.log, '-o', serverOptions(port, settings)],
      { output: 'ignore' },
    );
    const running = await findRunning(layout);
    if (running !== undefined && (await answers(running))) return running;
    const log = (await readFile(layout.log, 'utf8').catch(undefinedIfMissing)) ?? '';
    if (/No space left on device/.test(log)) throw diskFull(layout.directory, log);
    if (performance.now() > deadline) throw startFailed(layout, status, log);
    if (/Address already in use|could not bind/.test(log)) port += 1;
    else if (/lock file .* already exists|pre-existing shared memory block|starting up/.test(log))
      await sleep(500);
    else throw startFailed(layout, status, log);
  }
}

/** Options of the server's command line; pg_ctl gives them to a shell, so everything is quoted for it. */
function serverOptions(port: number, settings: Readonly<Record<string, string>>): string {
  const all = { listen_addresses: '127.0.0.1', unix_socket_directories: '', ...settings };
  const quoted = Object.entries(all).map(([name, value]) => `-c "${name}=${value}"`);
  return [`-p ${port}`, ...quoted].join(' ');
}

/**
 * The server itself replaces a stale postmaster.pid, unless its id now belongs to any other process,
 * as is common after the restart of a container. Waits for a server that is just ending.
 */
async function clearStalePid(layout: Layout): Promise<void> {
  const file = await readPostmasterPid(layout.pidFile);
  if (file !== undefined && !isServerProcess(file.pid, layout)) await rm(layout.pidFile, { force: true });
}

async function ensureDatabase(url: string, database: string): Promise<void> {
  await withConnection(url, async (client) => {
    if (await databaseExists(client, database)) return;
    try {
      await client.query(`CREATE DATABASE ${quoteIdentifier(database)} TEMPLATE template0`);
    } catch (error) {
      // Another process made it in between.
      if (!failedWith(error, SQLSTATE.duplicateDatabase, SQLSTATE.uniqueViolation)) throw error;
    }
  });
}

function startFailed(layout: Layout, status: number | null, log: string): AgoraError {
  const tail = log.trim().split('\n').slice(-12).join('\n');
  return new AgoraError({
    code: 'postgres.embedded_start_failed',
    message: 'The embedded PostgreSQL did not start.',
    why: tail === '' ? `pg_ctl ended with status ${status} and the server wrote no log.` : tail,
    fix: `See ${layout.log}; or set DATABASE_URL to a PostgreSQL server of your own.`,
  });
}

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { isAgoraError } from '@agora/core';
import { parseDatabaseUrl, readTarget, withConnection, withParameters } from '@agora/postgres';

/** A program of this machine. */
export interface PgBouncer {
  readonly program: string;
  /** Whether it follows prepared statements: since 1.21. */
  readonly prepares: boolean;
}

/** How one is to run. */
export interface PgBouncerOptions {
  /** Of a database on the server behind it; whoever comes through is this user. */
  readonly url: string;
  /** Connections to the server for each database. */
  readonly connections: number;
  /** Prepared statements that it keeps for each of them; 0, the default, follows none. */
  readonly preparedStatements?: number;
  /** Whether it lets `options` of a client pass unread, as many are set up; else it refuses whoever sends them. */
  readonly ignoreOptions?: boolean;
}

/** Whether the API of all its tests reaches the database through one: `TEST_THROUGH_PGBOUNCER=1`. */
export const throughPgBouncer = process.env['TEST_THROUGH_PGBOUNCER'] === '1';

/** The program that `TEST_PGBOUNCER` names, else that on the PATH or where Debian has it; tests are skipped without. */
export async function findPgBouncer(): Promise<PgBouncer | undefined> {
  const named = process.env['TEST_PGBOUNCER'] || undefined;
  for (const program of named === undefined ? ['pgbouncer', '/usr/sbin/pgbouncer'] : [named]) {
    const found = await promisify(execFile)(program, ['--version']).catch(() => undefined);
    const [, major = '0', minor = '0'] = /PgBouncer (\d+)\.(\d+)/i.exec(found?.stdout ?? '') ?? [];
    if (Number(major) > 0) return { program, prepares: Number(major) > 1 || Number(minor) >= 21 };
    if (named !== undefined)
      throw new Error(`TEST_PGBOUNCER is ${named}, which does not say that it is PgBouncer.`);
  }
  return undefined;
}

/**
 * Starts a PgBouncer in transaction mode on a free port.
 * @returns the URL through it, and what ends it
 */
export async function startPgBouncer(
  { program, prepares }: PgBouncer,
  options: PgBouncerOptions,
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'agora pgbouncer '));
  const port = await freePort();
  const file = path.join(folder, 'pgbouncer.ini');
  await writeFile(file, settings(options, { port, prepares }), { mode: 0o600 });
  const child = spawn(program, ['-q', file], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (text: Buffer) => (said += text.toString()));
  const stop = async (): Promise<void> => {
    await end(child);
    await rm(folder, { recursive: true, force: true });
  };
  const url = new URL(options.url);
  url.hostname = '127.0.0.1';
  url.port = `${port}`;
  try {
    await answers(url.href, child);
    return { url: withParameters(url.href, { sslmode: 'disable' }), stop };
  } catch (error) {
    await stop();
    throw new Error(`PgBouncer did not start: ${said}`, { cause: error });
  }
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

function settings(
  { url, connections, preparedStatements = 0, ignoreOptions = false }: PgBouncerOptions,
  { port, prepares }: { readonly port: number; readonly prepares: boolean },
): string {
  const server = parseDatabaseUrl(url);
  const { password } = readTarget(url);
  return [
    '[databases]',
    `* = host=${server.host} port=${server.port} user=${quoted(server.user)}${password === undefined ? '' : ` password=${quoted(password)}`}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'unix_socket_dir =',
    // Root may not run it.
    ...(process.getuid?.() === 0 ? ['user = nobody'] : []),
    // Whoever reaches the port of a test is the database's user.
    'auth_type = any',
    'pool_mode = transaction',
    `default_pool_size = ${connections}`,
    'max_client_conn = 2000',
    ...(ignoreOptions ? ['ignore_startup_parameters = options'] : []),
    ...(prepares ? [`max_prepared_statements = ${preparedStatements}`] : []),
    '',
  ].join('\n');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  for (;;) {
    try {
      return await withConnection({ url, connectTimeoutMs: 120_000 }, () => Promise.resolve());
    } catch (error) {
      const mayCome = isAgoraError(error) && error.code === 'postgres.connection_refused';
      if (!mayCome || child.exitCode !== null) throw error;
      await sleep(50);
    }
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

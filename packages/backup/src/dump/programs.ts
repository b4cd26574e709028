import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

import { AgoraError } from '@agora/core';
import { hostsOf, readTarget } from '@agora/postgres';

/** A program of PostgreSQL that runs on this machine. */
export interface Program {
  readonly file: string;
  /** As in `15.20`. */
  readonly version: string;
}

/** How many newer major versions are looked for. */
const NEWER = 8;

/**
 * Finds pg_dump or pg_restore of a major version or a newer one, the nearest first: where systems install them, then on the
 * PATH.
 * @throws AgoraError `backup.no_pg_dump`
 */
export async function findProgram(
  name: 'pg_dump' | 'pg_restore',
  major: number,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Program> {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const folders = [
    ...Array.from({ length: NEWER }, (_one, more) => installed(major + more, env)).flat(),
    ...(env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== ''),
  ];
  for (const folder of folders) {
    const file = path.join(folder, `${name}${suffix}`);
    if (!existsSync(file)) continue;
    const version = await versionOf(file);
    if (version !== undefined && Number.parseInt(version, 10) >= major) return { file, version };
  }
  throw new AgoraError({
    code: 'backup.no_pg_dump',
    message: `There is no ${name} of PostgreSQL ${major} or newer on this machine.`,
    why: 'An older one refuses a newer server, and its form.',
    fix: `Install the client programs of PostgreSQL ${major} (on Debian: postgresql-client-${major}), or use the built-in way: agora backup create --way built-in`,
  });
}

function installed(major: number, env: NodeJS.ProcessEnv): readonly string[] {
  switch (process.platform) {
    case 'win32':
      return [
        path.join(env['ProgramFiles'] ?? String.raw`C:\Program Files`, 'PostgreSQL', `${major}`, 'bin'),
      ];
    case 'darwin':
      return [
        `/opt/homebrew/opt/postgresql@${major}/bin`,
        `/usr/local/opt/postgresql@${major}/bin`,
        `/Applications/Postgres.app/Contents/Versions/${major}/bin`,
      ];
    default:
      return [`/usr/lib/postgresql/${major}/bin`, `/usr/pgsql-${major}/bin`];
  }
}

async function versionOf(file: string): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(file, ['--version'], { timeout: 20_000 });
    return /\b(\d+(?:\.\d+)*)\b/.exec(stdout)?.[1];
  } catch {
    // Not there, or it does not run.
    return undefined;
  }
}

/** Characters of what it wrote that are shown. */
const TAIL = 2000;

/**
 * Runs one of them on a database. What it connects with goes by variables: arguments are seen by all users of a machine.
 * @throws AgoraError `backup.pg_dump_failed`
 */
export async function runProgram(
  { file }: Program,
  parameters: readonly string[],
  { url, signal }: { readonly url: string; readonly signal: AbortSignal | undefined },
): Promise<void> {
  signal?.throwIfAborted();
  const child = spawn(file, parameters, {
    env: { ...withoutOurs(process.env), ...connection(url) },
    stdio: ['ignore', 'ignore', 'pipe'],
    signal,
  });
  let output = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output = (output + text).slice(-TAIL);
  });
  const why = await new Promise<string | undefined>((done) => {
    // One that runs is waited for: it writes until it has ended.
    child.once('error', (error) => {
      if (child.pid === undefined) done(error.message);
    });
    child.once('close', (code, killed) => {
      done(
        code === 0 ? undefined : killed === null ? `It ended with exit code ${code}.` : `${killed} ended it.`,
      );
    });
  });
  signal?.throwIfAborted();
  if (why === undefined) return;
  throw new AgoraError({
    code: 'backup.pg_dump_failed',
    message: `${path.basename(file)} failed.`,
    why: [why, output.trim()].filter((part) => part !== '').join('\n'),
    fix: 'See what it says; the role must be allowed to read, or to make, everything.',
  });
}

/** Variables by which libpq would connect elsewhere. */
function withoutOurs(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !name.startsWith('PG') || name === 'PGPASSFILE'),
  );
}

function connection(url: string): NodeJS.ProcessEnv {
  const { user, password, database, parameters } = readTarget(url);
  const targets = hostsOf(url).map((one) => readTarget(one));
  const given = {
    PGTARGETSESSIONATTRS: 'target_session_attrs',
    PGSSLMODE: 'sslmode',
    PGSSLROOTCERT: 'sslrootcert',
    PGSSLCERT: 'sslcert',
    PGSSLKEY: 'sslkey',
  };
  return {
    PGHOST: targets.map(({ host }) => host).join(','),
    PGPORT: targets.map(({ port }) => port).join(','),
    PGUSER: user,
    PGDATABASE: database,
    PGAPPNAME: 'agora backup',
    ...(password === undefined ? {} : { PGPASSWORD: password }),
    ...Object.fromEntries(
      Object.entries(given).flatMap(([variable, name]) => {
        const value = parameters.get(name);
        return value === null ? [] : [[variable, value]];
      }),
    ),
  };
}

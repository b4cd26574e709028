import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';

import { AgoraError } from '@agora/core';

/** A Prisma project, as its prisma.config.ts describes it. Frozen. */
export interface Project {
  /** The folder of the configuration. */
  readonly root: string;
  readonly configPath: string;
  /** A file, or a folder of *.prisma files. Absolute. */
  readonly schemaPath: string;
  /** Every schema file, absolute, sorted. */
  readonly schemaFiles: readonly string[];
  /** Absolute; need not exist yet. */
  readonly migrationsDirectory: string;
  /** The database, when the configuration names one. */
  readonly url?: string;
  readonly shadowUrl?: string;
  /** The command that fills the database: `migrations.seed`, or `prisma.seed` of the nearest package.json. */
  readonly seedCommand?: string;
  /** What is there before the first migration, as SQL: Prisma's `migrations.initShadowDb`. */
  readonly initSql?: string;
  /** What others manage, by name or `schema.name`: `tables.external` and `enums.external`. */
  readonly external?: External;
}

/** Tables and enums that are in the database and that no migration makes. */
export interface External {
  readonly tables: readonly string[];
  readonly enums: readonly string[];
}

export interface LoadProjectOptions {
  /** Where the search for prisma.config.ts begins; it goes on upwards. */
  readonly cwd: string;
  /** The configuration itself; relative to `cwd`. */
  readonly configPath?: string | undefined;
}

/**
 * Finds the project of a folder through the loader Prisma's own CLI uses, with Prisma's defaults:
 * `schema.prisma` or `prisma/schema.prisma`, and `migrations` beside it.
 *
 * @throws AgoraError `migrations.no_config`, `migrations.bad_config`, `migrations.no_schema`
 */
export async function loadProject(options: LoadProjectOptions): Promise<Project> {
  // Loaded on demand: it brings a TypeScript loader, which nothing else here needs.
  const { findPrismaConfigFile, loadConfigFromFile } = await import('@prisma/config');
  const given = options.configPath;
  const configFile =
    given === undefined ? nearest(options.cwd, findPrismaConfigFile) : path.resolve(options.cwd, given);
  if (configFile === undefined) {
    throw new AgoraError({
      code: 'migrations.no_config',
      message: `There is no prisma.config.ts in ${options.cwd}, nor in a folder above.`,
      why: 'The schema, the migrations folder and the database are read from it.',
      fix: 'Run this in the folder of a Prisma 7 project, or name the file: --config path/to/prisma.config.ts',
    });
  }
  const found = await loadConfigFromFile({ configRoot: path.dirname(configFile), configFile });
  if (found.error) throw configError(found.error, configFile);
  const root = path.dirname(configFile);
  const schemaPath = await findSchema(root, found.config.schema);
  const schemaFiles = await listSchemaFiles(schemaPath);
  const { url, shadowDatabaseUrl } = found.config.datasource ?? {};
  const seedCommand = found.config.migrations?.seed ?? (await seedOfPackage(root));
  return Object.freeze({
    root,
    configPath: configFile,
    schemaPath,
    schemaFiles,
    migrationsDirectory:
      found.config.migrations?.path ?? path.join(await schemaRoot(schemaPath, schemaFiles), 'migrations'),
    ...(url === undefined || url === '' ? {} : { url }),
    ...(shadowDatabaseUrl === undefined || shadowDatabaseUrl === '' ? {} : { shadowUrl: shadowDatabaseUrl }),
    ...(seedCommand === undefined || seedCommand === '' ? {} : { seedCommand }),
    ...(found.config.migrations?.initShadowDb === undefined
      ? {}
      : { initSql: found.config.migrations.initShadowDb }),
    external: Object.freeze({
      tables: found.config.tables?.external ?? [],
      enums: found.config.enums?.external ?? [],
    }),
  });
}

function nearest(from: string, find: (folder: string) => string | null): string | undefined {
  for (let folder = path.resolve(from); ; folder = path.dirname(folder)) {
    const found = find(folder);
    if (found !== null) return found;
    if (path.dirname(folder) === folder) return undefined;
  }
}

/** Where Prisma looked before version 7. */
async function seedOfPackage(from: string): Promise<string | undefined> {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const text = await readFile(path.join(folder, 'package.json'), 'utf8').catch(() => undefined);
    if (text !== undefined) return seedIn(text);
    if (path.dirname(folder) === folder) return undefined;
  }
}

function seedIn(manifest: string): string | undefined {
  try {
    const parsed: { prisma?: { seed?: unknown } } | null = JSON.parse(manifest);
    const seed = parsed?.prisma?.seed;
    return typeof seed === 'string' ? seed : undefined;
  } catch {
    // A broken package.json is npm's to complain of.
    return undefined;
  }
}

type LoadError = NonNullable<
  Awaited<ReturnType<(typeof import('@prisma/config'))['loadConfigFromFile']>>['error']
>;

function configError(error: LoadError, file: string): AgoraError {
  if (error._tag === 'ConfigFileNotFound') {
    return new AgoraError({
      code: 'migrations.no_config',
      message: `There is no Prisma configuration at ${file}.`,
      fix: 'Check the path after --config.',
    });
  }
  const variable = /Cannot resolve environment variable: (\w+)/.exec(error.error.message)?.[1];
  if (variable !== undefined) {
    return new AgoraError({
      code: 'migrations.no_url',
      message: `${file} wants the environment variable ${variable}, and it is not set.`,
      why: 'env() in a Prisma configuration stops when its variable is missing.',
      fix: `Set ${variable}, for example in the .env file that the configuration loads.`,
      cause: error.error,
    });
  }
  return new AgoraError({
    code: 'migrations.bad_config',
    message: `${file} cannot be loaded.`,
    why: error.error.message,
    fix: 'Correct the file; `npx prisma validate` loads it the same way.',
    cause: error.error,
  });
}

async function findSchema(root: string, configured: string | undefined): Promise<string> {
  const candidates = configured
    ? [configured]
    : [path.join(root, 'schema.prisma'), path.join(root, 'prisma', 'schema.prisma')];
  for (const candidate of candidates) {
    if (await stat(candidate).catch(() => undefined)) return candidate;
  }
  throw new AgoraError({
    code: 'migrations.no_schema',
    message: `There is no Prisma schema at ${candidates.join(' nor at ')}.`,
    fix: 'Set `schema` in prisma.config.ts to the schema file or folder.',
  });
}

async function listSchemaFiles(schemaPath: string): Promise<readonly string[]> {
  const found = await stat(schemaPath);
  if (!found.isDirectory()) return Object.freeze([schemaPath]);
  const entries = await readdir(schemaPath, { recursive: true, withFileTypes: true });
  return Object.freeze(
    entries
      .filter((entry) => entry.isFile() && entry.name.endsWith('.prisma'))
      .map((entry) => path.join(entry.parentPath, entry.name))
      .toSorted((a, b) => a.localeCompare(b)),
  );
}

/** Prisma looks for `migrations` beside the file that holds the datasource block. */
async function schemaRoot(schemaPath: string, schemaFiles: readonly string[]): Promise<string> {
  for (const file of schemaFiles) {
    const text = await readFile(file, 'utf8');
    if (/^\s*datasource\s+\w+\s*\{/m.test(text)) return path.dirname(file);
  }
  return schemaFiles.includes(schemaPath) ? path.dirname(schemaPath) : schemaPath;
}

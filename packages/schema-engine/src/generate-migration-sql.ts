import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { undefinedIfMissing } from '@agora/core';
import type * as wasm from '@prisma/schema-engine-wasm';
import { migrationScript } from './engine/data-loss.ts';
import { databaseScript } from './engine/schema-push.ts';
import { type SchemaEngineOptions, withSchemaEngine } from './engine/with-schema-engine.ts';

/** From where to where, and what the engine needs for the way. */
export interface GenerateMigrationSqlOptions {
  /** Prisma schema files, the end of the way, as `[path, content]`. */
  readonly schemaFiles: readonly (readonly [path: string, content: string])[];
  /** The start: a folder of migrations, replayed in a shadow database. Exactly one start is given. */
  readonly fromMigrationsDirectory?: string;
  /** The start: a live database as it is. */
  readonly fromUrl?: string;
  /** A server to make the shadow database on, for `fromMigrationsDirectory`; its own content is not read. */
  readonly url?: string;
  /** A database that may be emptied and used as the shadow, in place of `url`. */
  readonly shadowUrl?: string;
  /** SQL to run in the shadow database before the history (Prisma's `initShadowDb`). */
  readonly initShadowDb?: string;
  /** Where Prisma and its engine are looked for; default the current directory. */
  readonly projectDirectory?: string;
  /** Tables and enums left to others, by `schema.name` or name (`tables.external` of prisma.config.ts). */
  readonly filters?: wasm.SchemaFilter;
}

/**
 * The SQL that brings the start to the schema, computed by Prisma's own engine.
 *
 * @returns SQL, or undefined when start and schema agree
 * @throws EngineError with Prisma's code: P1012 invalid schema, P3006 the history does not replay, ...
 */
export async function generateMigrationSql(
  options: GenerateMigrationSqlOptions,
): Promise<string | undefined> {
  const { schemaFiles, fromMigrationsDirectory, fromUrl, shadowUrl } = options;
  if ((fromMigrationsDirectory === undefined) === (fromUrl === undefined))
    throw new TypeError('generateMigrationSql: give either fromMigrationsDirectory or fromUrl');
  const filters = options.filters ?? { externalTables: [], externalEnums: [] };
  const schema = { files: schemaFiles.map(([file, content]) => ({ path: file, content })) };
  const engineOptions: SchemaEngineOptions = {
    datamodels: schemaFiles,
    url: fromUrl ?? options.url,
    shadowUrl,
    projectDirectory: options.projectDirectory,
  };
  return withSchemaEngine(engineOptions, async (engine) => {
    if (fromMigrationsDirectory === undefined) return databaseScript(engine, { schema, filters });
    const migrationsList = await readMigrationList(fromMigrationsDirectory, options.initShadowDb);
    return migrationScript(engine, { migrationsList, schema, filters });
  });
}

/** Reads a folder of migrations as Prisma's CLI does: its subfolders by name, each with a migration.sql. */
export async function readMigrationList(directory: string, initShadowDb = ''): Promise<wasm.MigrationList> {
  // A project's first migration is made before its folder exists.
  const entries = (await readdir(directory, { withFileTypes: true }).catch(undefinedIfMissing)) ?? [];
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const lockfile = 'migration_lock.toml';
  return {
    baseDir: directory,
    lockfile: {
      path: lockfile,
      content: (await readFile(path.join(directory, lockfile), 'utf8').catch(undefinedIfMissing)) ?? null,
    },
    shadowDbInitScript: initShadowDb,
    migrationDirectories: await Promise.all(
      names.toSorted((a, b) => a.localeCompare(b)).map((name) => readMigration(directory, name)),
    ),
  };
}

async function readMigration(directory: string, name: string): Promise<wasm.MigrationDirectory> {
  const file = 'migration.sql';
  const content = await readFile(path.join(directory, name, file), 'utf8').then(
    (value) => ({ tag: 'ok' as const, value }),
    (error: Error) => ({ tag: 'error' as const, value: error.message }),
  );
  return { path: name, migrationFile: { path: file, content } };
}

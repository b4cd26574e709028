import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { AgoraError, shellWord } from '@agora/core';

import { readContractFolder } from '../prisma-8/contract-folder.ts';
import { type ConfigFile, loadConfigFile } from './config-file.ts';
import { rootOfConfig } from './find/config-names.ts';
import { isPostgres, providerOf, readDatasource } from './schema/datasource.ts';
import { defaultSchemas, findProject, type Found, packageFolder, prismaOf } from './find/find-project.ts';
import { type Below, projectsBelow } from './find/projects-below.ts';
import { locateSchema, migrationsBeside, noSchema, type SchemaLocation } from './schema/schema-files.ts';
import { loadSchemaParser } from './schema/schema-parser.ts';
import type { UrlSource, UrlSources } from './schema/url-source.ts';
import { createVariables, type Variables } from './variables.ts';

/** Ways to a project that an error shows at most. */
const WAYS_SHOWN = 5;

/** A Prisma project. Frozen. */
export interface Project {
  /** The folder of the configuration, of package.json, or of the schema. */
  readonly root: string;
  /** Where the project is told of: a Prisma configuration, else a schema; undefined when options say it all. */
  readonly configPath?: string | undefined;
  /** A file, or a folder of *.prisma files. Absolute; undefined where only migrations and a URL are known. */
  readonly schemaPath?: string | undefined;
  /** Every schema file, absolute, sorted. */
  readonly schemaFiles: readonly string[];
  /** Absolute; need not exist yet. */
  readonly migrationsDirectory: string;
  /** Whether its history is that of Prisma 8, which is only read. */
  readonly prisma8?: boolean;
  /** The database, when the project names one; the direct one where it has two. */
  readonly url?: string;
  /** The environment variable that the project has its URL in. Without `url`, it is not set. */
  readonly urlVariable?: string;
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

/** What is known of a project without looking; each wins over what is found. Paths are relative to `cwd`. */
export interface ProjectOptions {
  /** The Prisma configuration. */
  readonly config?: string | undefined;
  /** The schema, a file or a folder. */
  readonly schema?: string | undefined;
  /** The migrations folder. */
  readonly migrations?: string | undefined;
  /** The database. */
  readonly url?: string | undefined;
}

export interface LoadProjectOptions extends ProjectOptions {
  /** Where the search for a project begins; it goes on upwards. */
  readonly cwd: string;
  /** Variables of the environment; those of the project's `.env` files stand below them. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
}

/**
 * Finds and reads the Prisma project of a folder: what the options name, else a Prisma configuration, else
 * `prisma.schema` of package.json, else a schema where Prisma expects one. A database whose variable is not set is no
 * fault here.
 *
 * @throws AgoraError `migrations.no_config`, `migrations.bad_config`, `migrations.no_schema`,
 *   `migrations.other_database`, `migrations.no_schema_parser`
 */
export async function loadProject(options: LoadProjectOptions): Promise<Project> {
  const { cwd, env = {} } = options;
  const found = find(options);
  const root = found?.root ?? packageFolder(cwd);
  const atRoot = createVariables(env, [root, path.join(root, 'prisma')]);
  const config = found?.kind === 'config' ? await loadConfigFile(found.file, atRoot) : undefined;
  const candidates = schemaCandidates(options, found, config);
  const schema = await locateSchema(candidates);
  await refuseOtherDatabase(schema);
  const named = options.schema ?? config?.schema ?? (found?.kind === 'package' ? found.schema : undefined);
  const migrationsDirectory = await migrationsOf(options, config, schema, root);
  // A schema that is named and not there is a slip of the pen; of defaults, one may do without.
  if (migrationsDirectory === undefined || (schema === undefined && named !== undefined))
    throw noSchema(candidates);
  const seedCommand = config?.seed ?? prismaOf(packageFolder(root))?.seed;
  return Object.freeze({
    root,
    configPath: found?.kind === 'config' ? found.file : schema?.schemaPath,
    schemaPath: schema?.schemaPath,
    schemaFiles: schema?.schemaFiles ?? [],
    migrationsDirectory,
    prisma8: config?.prisma8 === true || (await readContractFolder(migrationsDirectory)).length > 0,
    ...(await databases(options, config, schema, createVariables(env, dotenvFolders(root, schema)))),
    ...(seedCommand === undefined ? {} : { seedCommand }),
    ...(config?.initSql === undefined ? {} : { initSql: config.initSql }),
    external: Object.freeze({ tables: config?.externalTables ?? [], enums: config?.externalEnums ?? [] }),
  });
}

function find(options: LoadProjectOptions): Found | undefined {
  const { cwd, config, schema, migrations, url } = options;
  if (config !== undefined) {
    const file = path.resolve(cwd, config);
    if (!existsSync(file))
      throw noConfig(`There is no Prisma configuration at ${file}.`, 'Check the path after --config.');
    return { kind: 'config', root: rootOfConfig(file), file };
  }
  if (schema !== undefined && migrations !== undefined && url !== undefined) return undefined;
  const found = findProject(cwd);
  if (found !== undefined || schema !== undefined || migrations !== undefined) return found;
  throw noConfig(`There is no Prisma project in ${cwd}, nor in a folder above.`, waysIn(projectsBelow(cwd)));
}

/** What leads to a project from where there is none. */
function waysIn(below: readonly Below[]): string {
  if (below.length === 0)
    return 'Run this in the folder of one, or name its parts: --config path/to/prisma.config.ts, or --schema, --migrations and --url.';
  const ways = below
    .slice(0, WAYS_SHOWN)
    .map((one) =>
      one.kind === 'folder' ? `cd ${shellWord(one.folder)}` : `--schema ${shellWord(one.schema)}`,
    );
  const more = below.length > WAYS_SHOWN ? `, and ${below.length - WAYS_SHOWN} more` : '';
  return `Go to one of those below, or name its schema: ${ways.join(', ')}${more}. --migrations names the folder of the migrations where it is not beside the schema.`;
}

/** @throws AgoraError `migrations.other_database` */
async function refuseOtherDatabase(schema: SchemaLocation | undefined): Promise<void> {
  for (const file of schema?.schemaFiles ?? []) {
    const provider = providerOf(await readFile(file, 'utf8'));
    if (isPostgres(provider)) continue;
    throw new AgoraError({
      code: 'migrations.other_database',
      message: `This project is for ${provider}, and Agora works on PostgreSQL only.`,
      why: `The datasource in ${file} has provider = "${provider}".`,
      fix: 'Stay with prisma migrate for it. If the project has another schema for PostgreSQL, name it: --schema, with --migrations and --url where they are others, too.',
    });
  }
}

function noConfig(message: string, fix: string): AgoraError {
  return new AgoraError({
    code: 'migrations.no_config',
    message,
    why: 'The schema, the migrations folder and the database are read from prisma.config.ts, from prisma.schema of package.json, or from schema.prisma.',
    fix,
  });
}

function schemaCandidates(
  { cwd, schema }: LoadProjectOptions,
  found: Found | undefined,
  config: ConfigFile | undefined,
): readonly string[] {
  if (schema !== undefined) return [path.resolve(cwd, schema)];
  if (found === undefined) return [];
  if (found.kind !== 'config') return [found.schema];
  return config?.schema === undefined ? defaultSchemas(found.root) : [config.schema];
}

async function migrationsOf(
  { cwd, migrations }: LoadProjectOptions,
  config: ConfigFile | undefined,
  schema: SchemaLocation | undefined,
  root: string,
): Promise<string | undefined> {
  if (migrations !== undefined) return path.resolve(cwd, migrations);
  if (config?.prisma8 === true) return config.migrations ?? path.join(root, 'migrations');
  return config?.migrations ?? (schema === undefined ? undefined : migrationsBeside(schema));
}

/** The root and beside the schema, as Prisma 5 and 6 look for `.env`. */
function dotenvFolders(root: string, schema: SchemaLocation | undefined): readonly string[] {
  const { schemaPath = root, schemaFiles = [] } = schema ?? {};
  const beside = path.dirname(schemaPath);
  const folders = [root, schemaFiles.includes(schemaPath) ? beside : schemaPath, beside];
  return [...new Set([...folders, path.join(root, 'prisma')])];
}

async function databases(
  options: ProjectOptions,
  config: ConfigFile | undefined,
  schema: SchemaLocation | undefined,
  variables: Variables,
): Promise<Pick<Project, 'url' | 'urlVariable' | 'shadowUrl'>> {
  const given: UrlSource | undefined =
    options.url === undefined ? undefined : { kind: 'value', value: options.url };
  const named = given !== undefined || config?.url !== undefined ? config : await blockOf(schema);
  const source = given ?? named?.directUrl ?? named?.url;
  const url = valueOf(source, variables);
  const shadowUrl = valueOf(named?.shadowUrl, variables);
  return {
    ...(url === undefined ? {} : { url }),
    ...(source?.kind === 'variable' ? { urlVariable: source.name } : {}),
    ...(shadowUrl === undefined ? {} : { shadowUrl }),
  };
}

function valueOf(source: UrlSource | undefined, variables: Variables): string | undefined {
  return source?.kind === 'variable' ? variables(source.name) : source?.value;
}

async function blockOf(schema: SchemaLocation | undefined): Promise<UrlSources | undefined> {
  if (schema === undefined) return undefined;
  const files = await Promise.all(
    schema.schemaFiles.map(async (file) => [file, await readFile(file, 'utf8')] as const),
  );
  return readDatasource(await loadSchemaParser(), files);
}

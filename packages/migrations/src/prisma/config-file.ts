import path from 'node:path';

import { AgoraError } from '@agora/core';
import { importJiti } from '@agora/core/config';
import * as z from 'zod';

import type { UrlSource, UrlSources } from './schema/url-source.ts';

/** What a Prisma configuration says. Paths are absolute. */
export interface ConfigFile extends UrlSources {
  readonly schema?: string;
  readonly migrations?: string;
  readonly seed?: string;
  readonly initSql?: string;
  /** Whether it is one of Prisma 8, whose history is another. */
  readonly prisma8: boolean;
  readonly externalTables: readonly string[];
  readonly externalEnums: readonly string[];
}

const text = z.string().nullish();

// Of any version since 6: what is not read here is none of our business.
const shape = z.looseObject({
  schema: text,
  datasource: z.looseObject({ url: text, directUrl: text, shadowDatabaseUrl: text }).nullish(),
  migrations: z.looseObject({ path: text, seed: text, initShadowDb: text }).nullish(),
  tables: z.looseObject({ external: z.array(z.string()).nullish() }).nullish(),
  enums: z.looseObject({ external: z.array(z.string()).nullish() }).nullish(),
  // Of Prisma 8: its mark, and its section for a database.
  $prismaConfig: z.number().nullish(),
  orm: z
    .looseObject({
      db: z.looseObject({ connection: z.unknown() }).nullish(),
      migrations: z.looseObject({ dir: text }).nullish(),
    })
    .nullish(),
});

/**
 * Loads a Prisma configuration as Prisma does (TypeScript or JavaScript, ES module or CommonJS), but needs no Prisma:
 * `prisma/config` is stood in for, and its `env()` lets a variable be missing until something needs its value.
 *
 * @param variable the value of an environment variable that the process does not have
 * @throws AgoraError `migrations.no_config`, `migrations.bad_config`, `migrations.no_url`
 */
export async function loadConfigFile(
  file: string,
  variable: (name: string) => string | undefined,
): Promise<ConfigFile> {
  const parsed = shape.safeParse(await evaluate(file, variable));
  if (!parsed.success) {
    throw badConfig(
      file,
      parsed.error.issues
        .map((issue) => `${issue.path.join('.') || 'its default export'}: ${issue.message}`)
        .join('\n'),
    );
  }
  const { schema, datasource, migrations, tables, enums, orm, $prismaConfig } = parsed.data;
  const connection = orm?.db?.connection;
  const plain = (value: string | null | undefined): string | undefined => {
    const source = sourceOf(value);
    if (source?.kind === 'variable') throw unset(file, source.name);
    return source?.value;
  };
  const absolute = (value: string | null | undefined): string | undefined => {
    const given = plain(value);
    return given === undefined ? undefined : path.resolve(path.dirname(file), given);
  };
  return {
    schema: absolute(schema),
    migrations: absolute(migrations?.path ?? orm?.migrations?.dir),
    seed: plain(migrations?.seed),
    initSql: plain(migrations?.initShadowDb),
    url: sourceOf(datasource?.url ?? (typeof connection === 'string' ? connection : undefined)),
    directUrl: sourceOf(datasource?.directUrl),
    shadowUrl: sourceOf(datasource?.shadowDatabaseUrl),
    prisma8: typeof $prismaConfig === 'number',
    externalTables: tables?.external ?? [],
    externalEnums: enums?.external ?? [],
  };
}

async function evaluate(file: string, variable: (name: string) => string | undefined): Promise<unknown> {
  const standIn = {
    defineConfig: (config: unknown) => config,
    definePrismaConfig: (config: object) => ({ ...config, $prismaConfig: 1 }),
    // What the configuration loads itself, as by dotenv, stands in the environment of this process.
    env: (name: string) => process.env[name] || (variable(name) ?? `${UNSET}${name}${END}`),
  };
  try {
    const { createJiti } = await importJiti('npm install --save-dev jiti');
    const jiti = createJiti(import.meta.url, {
      interopDefault: true,
      moduleCache: false,
      virtualModules: { 'prisma/config': standIn, '@prisma/config': standIn },
    });
    const exported = await jiti.import(file, { default: true });
    return await (typeof exported === 'function' ? exported() : exported);
  } catch (error) {
    throw loadError(file, error);
  }
}

const UNSET = 'unset-variable:';
const END = ':end';
const unsetVariable = new RegExp(`${UNSET}(.+?)${END}`);

function sourceOf(value: string | null | undefined): UrlSource | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const name = unsetVariable.exec(value)?.[1];
  return name === undefined ? { kind: 'value', value } : { kind: 'variable', name };
}

function loadError(file: string, error: unknown): AgoraError {
  const message = error instanceof Error ? error.message : String(error);
  // A module that was not loaded through the stand-in has Prisma's own env().
  const variable = /Cannot resolve environment variable: (\w+)/.exec(message)?.[1];
  if (variable !== undefined) return unset(file, variable, error);
  const missing = /Cannot find (?:module|package) '(?![./]|\w:)([^']+)'/.exec(message)?.[1];
  return badConfig(
    file,
    message,
    missing && `Install what the project needs (npm install): it imports ${missing}, which is not there.`,
    error,
  );
}

function badConfig(
  file: string,
  why: string,
  fix = 'Correct the file; `npx prisma validate` loads it the same way.',
  cause?: unknown,
): AgoraError {
  return new AgoraError({
    code: 'migrations.bad_config',
    message: `${file} cannot be loaded.`,
    why,
    fix,
    cause,
  });
}

function unset(file: string, variable: string, cause?: unknown): AgoraError {
  return new AgoraError({
    code: 'migrations.no_url',
    message: `${file} wants the environment variable ${variable}, and it is not set.`,
    fix: `Set ${variable}, for example in the .env file that the configuration loads.`,
    cause,
  });
}

import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { AgoraError } from '@agora/postgres';

import type { ParsedConfig, ParsedEnvironment } from './config-schema.ts';

export const ENVIRONMENTS = ['development', 'staging', 'production'] as const;
export type Environment = (typeof ENVIRONMENTS)[number];

/** How migrations are handled in one environment. Frozen. */
export interface EnvironmentPolicy {
  readonly name: Environment;
  readonly runOnAppStart: boolean;
  readonly seeds: 'demo' | 'essential' | 'minimal' | 'none';
  readonly resetAllowed: boolean;
  readonly backup: {
    readonly required: boolean;
    readonly file?: string;
    readonly command?: readonly string[];
    readonly maxAgeHours: number;
  };
  readonly hazardsMustBeAllowed: boolean;
  readonly allow: readonly string[];
  /** Milliseconds. */
  readonly lockTimeoutMs: number;
  /** Milliseconds; 0 for none. */
  readonly statementTimeoutMs: number;
  readonly lockAttempts: number;
}

export interface AgoraConfig {
  /** Undefined when there is no file and all is default. */
  readonly path?: string;
  readonly environments: Readonly<Record<Environment, EnvironmentPolicy>>;
  readonly forgotten: readonly string[];
  readonly lint: {
    readonly since?: string;
    readonly severities: Readonly<Record<string, 'error' | 'warning' | 'info' | 'off'>>;
  };
}

type Defaults = Omit<EnvironmentPolicy, 'name' | 'backup' | 'allow' | 'lockTimeoutMs' | 'lockAttempts'> & {
  readonly backupRequired: boolean;
};

/** The table of environments. A statement may take ten minutes in production, and as long as it likes elsewhere. */
const defaults: Readonly<Record<Environment, Defaults>> = {
  development: {
    runOnAppStart: true,
    seeds: 'demo',
    resetAllowed: true,
    backupRequired: false,
    hazardsMustBeAllowed: false,
    statementTimeoutMs: 0,
  },
  staging: {
    runOnAppStart: false,
    seeds: 'essential',
    resetAllowed: false,
    backupRequired: false,
    hazardsMustBeAllowed: true,
    statementTimeoutMs: 600_000,
  },
  production: {
    runOnAppStart: false,
    seeds: 'minimal',
    resetAllowed: false,
    backupRequired: true,
    hazardsMustBeAllowed: true,
    statementTimeoutMs: 600_000,
  },
};

const fileNames = [
  'agora.config.ts',
  'agora.config.mts',
  'agora.config.js',
  'agora.config.mjs',
  'agora.config.json',
];

/** The nearest agora.config file, from a folder upwards; undefined when there is none. */
export function findAgoraConfig(from: string): string | undefined {
  for (let folder = path.resolve(from); ; folder = path.dirname(folder)) {
    const found = fileNames.map((name) => path.join(folder, name)).find((file) => existsSync(file));
    if (found !== undefined) return found;
    if (path.dirname(folder) === folder) return undefined;
  }
}

/**
 * Loads agora.config.ts, or the defaults when there is none.
 * @param from where the search begins; ends at the root of the file system
 * @param file the file itself, instead of a search
 * @throws AgoraError `migrations.bad_agora_config` with every fault at once
 */
export async function loadAgoraConfig(
  from: string,
  file: string | undefined = findAgoraConfig(from),
): Promise<AgoraConfig> {
  if (file === undefined) return makeConfig({});
  let loaded: unknown;
  try {
    loaded = await importFile(file);
  } catch (error) {
    throw new AgoraError({
      code: 'migrations.bad_agora_config',
      message: `${file} cannot be loaded.`,
      why: error instanceof Error ? error.message : String(error),
      fix: 'Mend the file.',
      cause: error,
    });
  }
  const exported =
    typeof loaded === 'object' && loaded !== null && 'default' in loaded ? loaded.default : undefined;
  // Only a file needs checking, and the deployer starts faster without the schema.
  const { parseAgoraConfig } = await import('./config-schema.ts');
  return parseAgoraConfig(exported, file);
}

async function importFile(file: string): Promise<unknown> {
  const { href } = pathToFileURL(file);
  try {
    return await (file.endsWith('.json') ? import(href, { with: { type: 'json' } }) : import(href));
  } catch (error) {
    const typescript =
      error instanceof Error && 'code' in error && error.code === 'ERR_UNKNOWN_FILE_EXTENSION';
    if (!typescript) throw error;
    // Plain Node loads TypeScript from 22.18 on; the loader behind prisma.config.ts does it everywhere.
    const { createJiti } = await importJiti();
    return createJiti(import.meta.url).import(href);
  }
}

/** The deployer has no packages beside it. */
async function importJiti(): Promise<typeof import('jiti')> {
  try {
    return await import('jiti');
  } catch (cause) {
    throw new TypeError(
      'TypeScript needs Node 22.18 or newer, or the package jiti. Write it as agora.config.mjs or agora.config.json.',
      { cause },
    );
  }
}

/** A configuration with the defaults filled in. */
export function makeConfig(parsed: ParsedConfig, file?: string): AgoraConfig {
  const { environments = {}, migrations = {}, lint = {} } = parsed;
  const policy = (name: Environment): EnvironmentPolicy => makePolicy(name, environments[name] ?? {}, file);
  return Object.freeze({
    ...(file === undefined ? {} : { path: file }),
    environments: Object.freeze({
      development: policy('development'),
      staging: policy('staging'),
      production: policy('production'),
    }),
    forgotten: Object.freeze(migrations.forgotten ?? []),
    lint: Object.freeze({
      severities: Object.freeze(lint.severities ?? {}),
      ...(lint.since === undefined ? {} : { since: lint.since }),
    }),
  });
}

function makePolicy(
  name: Environment,
  given: ParsedEnvironment,
  file: string | undefined,
): EnvironmentPolicy {
  const { backupRequired, ...standard } = defaults[name];
  const { backup: wanted = {}, ...settings } = given;
  const base = file === undefined ? undefined : path.dirname(file);
  return Object.freeze({
    name,
    runOnAppStart: settings.runOnAppStart ?? standard.runOnAppStart,
    seeds: settings.seeds ?? standard.seeds,
    resetAllowed: settings.resetAllowed ?? standard.resetAllowed,
    hazardsMustBeAllowed: settings.hazardsMustBeAllowed ?? standard.hazardsMustBeAllowed,
    statementTimeoutMs: settings.statementTimeoutMs ?? standard.statementTimeoutMs,
    allow: Object.freeze(settings.allow ?? []),
    lockTimeoutMs: settings.lockTimeoutMs ?? 2000,
    lockAttempts: settings.lockAttempts ?? 10,
    backup: Object.freeze({
      required: wanted.required ?? backupRequired,
      maxAgeHours: wanted.maxAgeHours ?? 24,
      ...(wanted.file === undefined ? {} : { file: path.resolve(base ?? '.', wanted.file) }),
      ...(wanted.command === undefined ? {} : { command: wanted.command }),
    }),
  });
}

import path from 'node:path';

import type { ParsedConfig, ParsedEnvironment } from './config-schema.ts';
import {
  backfillDefaults,
  type BackfillSettings,
  type Environment,
  type EnvironmentPolicy,
  ENVIRONMENTS,
  isBuiltIn,
  policyDefaults,
} from './environments.ts';

/** What agora.config.ts says, with the defaults filled in. Frozen. */
export interface AgoraConfig {
  /** Undefined when there is no file and all is default. */
  readonly path?: string;
  readonly environments: Readonly<Record<Environment, EnvironmentPolicy>> &
    Readonly<Record<string, EnvironmentPolicy>>;
  /** Commands for a file that was made. */
  readonly afterCreate: readonly string[];
  /** Whether `create` writes what a live database would feel in steps. */
  readonly online: boolean;
  readonly forgotten: readonly string[];
  readonly backups: {
    /** An absolute path, or the URL of a bucket. */
    readonly store?: string;
    /** Absolute. */
    readonly keyFile?: string;
    readonly jobs?: number;
    /** What was purged by law: a query, and a statement that purges its rows again. */
    readonly purges?: { readonly list: string; readonly apply: string };
    readonly keep?: {
      readonly hours?: number | undefined;
      readonly daily?: number | undefined;
      readonly weekly?: number | undefined;
    };
  };
  readonly drift: {
    /** Schemas that others manage. */
    readonly ignore: readonly string[];
  };
  readonly lint: {
    readonly since?: string;
    readonly severities: Readonly<Record<string, 'error' | 'warning' | 'info' | 'off'>>;
  };
}

/** A configuration with the defaults filled in. */
export function makeConfig(parsed: ParsedConfig, file?: string): AgoraConfig {
  const { environments = {}, migrations = {}, drift = {}, lint = {} } = parsed;
  return Object.freeze({
    ...(file === undefined ? {} : { path: file }),
    environments: makeEnvironments(environments, file),
    afterCreate: Object.freeze(parsed.afterCreate ?? []),
    online: parsed.online ?? false,
    forgotten: Object.freeze(migrations.forgotten ?? []),
    backups: makeBackups(parsed.backups ?? {}, file),
    drift: Object.freeze({ ignore: Object.freeze(drift.ignore ?? []) }),
    lint: Object.freeze({
      severities: Object.freeze(lint.severities ?? {}),
      ...(lint.since === undefined ? {} : { since: lint.since }),
    }),
  });
}

/** @param file from whose folder paths are meant */
function makeBackups(
  { store, keyFile, jobs, keep, purges }: NonNullable<ParsedConfig['backups']>,
  file: string | undefined,
): AgoraConfig['backups'] {
  const folder = file === undefined ? '.' : path.dirname(file);
  return Object.freeze({
    ...(store === undefined
      ? {}
      : { store: /^[a-z][a-z0-9+]+:\/\//i.test(store) ? store : path.resolve(folder, store) }),
    ...(keyFile === undefined ? {} : { keyFile: path.resolve(folder, keyFile) }),
    ...(jobs === undefined ? {} : { jobs }),
    ...(purges === undefined ? {} : { purges: Object.freeze(purges) }),
    ...(keep === undefined ? {} : { keep: Object.freeze(keep) }),
  });
}

/** @param given checked: every `extends` leads to a built-in name */
function makeEnvironments(
  given: NonNullable<ParsedConfig['environments']>,
  file: string | undefined,
): AgoraConfig['environments'] {
  const folder = file === undefined ? '.' : path.dirname(file);
  const policy = (name: string): EnvironmentPolicy => {
    const { extends: extended = 'development', ...settings } = given[name] ?? {};
    return isBuiltIn(name)
      ? makePolicy(builtIn(name), settings, folder)
      : makePolicy({ ...policy(extended), name }, settings, folder);
  };
  const [development, staging, production] = ENVIRONMENTS.map(policy);
  const others = Object.keys(given).filter((name) => !isBuiltIn(name));
  return Object.freeze({
    ...Object.fromEntries(others.map((name) => [name, policy(name)])),
    development: development!,
    staging: staging!,
    production: production!,
  });
}

function builtIn(name: Environment): EnvironmentPolicy {
  const { backupRequired, backfillShare, ...standard } = policyDefaults[name];
  return {
    ...standard,
    name,
    base: name,
    allow: [],
    lockTimeoutMs: 2000,
    lockAttempts: 10,
    parkMs: 0,
    backup: { required: backupRequired, maxAgeHours: 24 },
    backfill: { ...backfillDefaults, share: backfillShare },
  };
}

/** Where a backup that a deploy makes itself leaves its proof. */
const PROOF_FILE = path.join('.agora', 'backup-proof.json');

/** @param folder of the file, from which paths in it are meant */
function makePolicy(
  standard: EnvironmentPolicy,
  { backup: wanted = {}, ...settings }: Omit<ParsedEnvironment, 'extends'>,
  folder: string,
): EnvironmentPolicy {
  const seeds = settings.seeds ?? standard.seeds;
  const file = wanted.file === undefined ? standard.backup.file : path.resolve(folder, wanted.file);
  const command = wanted.command ?? standard.backup.command;
  const health = withPath(settings.health, 'checks', folder) ?? standard.health;
  const notify = settings.notify ?? standard.notify;
  const { watch: given } = settings;
  const watch =
    given?.after === undefined
      ? (given ?? standard.watch)
      : { ...given, after: withPath(given.after, 'report', folder) };
  const before = wanted.before ?? standard.backup.before;
  const proof =
    file ?? (before !== undefined && command === undefined ? path.resolve(folder, PROOF_FILE) : undefined);
  return Object.freeze({
    name: standard.name,
    base: standard.base,
    runOnAppStart: settings.runOnAppStart ?? standard.runOnAppStart,
    ...(seeds === undefined ? {} : { seeds }),
    resetAllowed: settings.resetAllowed ?? standard.resetAllowed,
    hazardsMustBeAllowed: settings.hazardsMustBeAllowed ?? standard.hazardsMustBeAllowed,
    statementTimeoutMs: settings.statementTimeoutMs ?? standard.statementTimeoutMs,
    parkMs: settings.park === undefined ? standard.parkMs : parkTime(settings.park),
    allow: Object.freeze(settings.allow ?? standard.allow),
    lockTimeoutMs: settings.lockTimeoutMs ?? standard.lockTimeoutMs,
    lockAttempts: settings.lockAttempts ?? standard.lockAttempts,
    ...(health === undefined ? {} : { health }),
    ...(notify === undefined ? {} : { notify }),
    ...(watch === undefined ? {} : { watch }),
    backup: Object.freeze({
      required: wanted.required ?? standard.backup.required,
      maxAgeHours: wanted.maxAgeHours ?? standard.backup.maxAgeHours,
      ...(proof === undefined ? {} : { file: proof }),
      ...(command === undefined ? {} : { command }),
      ...(before === undefined ? {} : { before }),
    }),
    backfill: makeBackfill(standard.backfill, settings.backfill),
  });
}

/** Settings with one of their paths as it is meant from the folder of the file. */
function withPath<K extends string, T extends { [Key in K]?: string | undefined }>(
  settings: T | undefined,
  key: K,
  folder: string,
): T | undefined {
  const file = settings?.[key];
  return file === undefined ? settings : { ...settings!, [key]: path.resolve(folder, file) };
}

function makeBackfill(
  standard: BackfillSettings,
  wanted: ParsedEnvironment['backfill'] = {},
): BackfillSettings {
  const given = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
  return Object.freeze({ ...standard, ...given });
}

const HOUR_MS = 3_600_000;

/** @param text hours or days, or `none`: checked */
function parkTime(text: string): number {
  const count = Number.parseInt(text, 10);
  return text === 'none' ? 0 : count * (text.endsWith('d') ? 24 : 1) * HOUR_MS;
}

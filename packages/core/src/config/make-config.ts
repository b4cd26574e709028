import path from 'node:path';

import type { ParsedConfig, ParsedEnvironment } from './config-schema.ts';
import { type Environment, type EnvironmentPolicy, policyDefaults } from './environments.ts';

/** What agora.config.ts says, with the defaults filled in. Frozen. */
export interface AgoraConfig {
  /** Undefined when there is no file and all is default. */
  readonly path?: string;
  readonly environments: Readonly<Record<Environment, EnvironmentPolicy>>;
  readonly forgotten: readonly string[];
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
  const policy = (name: Environment): EnvironmentPolicy => makePolicy(name, environments[name] ?? {}, file);
  return Object.freeze({
    ...(file === undefined ? {} : { path: file }),
    environments: Object.freeze({
      development: policy('development'),
      staging: policy('staging'),
      production: policy('production'),
    }),
    forgotten: Object.freeze(migrations.forgotten ?? []),
    drift: Object.freeze({ ignore: Object.freeze(drift.ignore ?? []) }),
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
  const { backupRequired, ...standard } = policyDefaults[name];
  const { backup: wanted = {}, ...settings } = given;
  const base = file === undefined ? undefined : path.dirname(file);
  return Object.freeze({
    name,
    runOnAppStart: settings.runOnAppStart ?? standard.runOnAppStart,
    ...(settings.seeds === undefined ? {} : { seeds: settings.seeds }),
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

import type { HealthSettings, NotifySettings, WatchSettings } from './watch-schema.ts';

/** Where a database lives, by the names that are built in. A project may add names that extend one of these. */
export const ENVIRONMENTS = ['development', 'staging', 'production'] as const;
export type Environment = (typeof ENVIRONMENTS)[number];

/** Whether a name is one of those. */
export function isBuiltIn(name: string): name is Environment {
  return ENVIRONMENTS.some((one) => one === name);
}

/** How a database is handled in one environment. Frozen. */
export interface EnvironmentPolicy {
  readonly name: string;
  /** The built-in environment that it is, or that it extends. */
  readonly base: Environment;
  /** Whether an application that starts applies what is pending. */
  readonly runOnAppStart: boolean;
  /** The profile of the project's own seeds; undefined: the project's default; `none`: no seeds. */
  readonly seeds?: string;
  readonly resetAllowed: boolean;
  readonly backup: {
    readonly required: boolean;
    readonly file?: string;
    readonly command?: readonly string[];
    readonly maxAgeHours: number;
    /** `create`: a deploy without proof makes and verifies a backup first. */
    readonly before?: 'create';
  };
  readonly hazardsMustBeAllowed: boolean;
  readonly allow: readonly string[];
  /** Milliseconds. */
  readonly lockTimeoutMs: number;
  /** Milliseconds; 0 for none. */
  readonly statementTimeoutMs: number;
  readonly lockAttempts: number;
  readonly health?: HealthSettings;
  readonly notify?: NotifySettings;
  /** Undefined: a deploy is not watched. */
  readonly watch?: WatchSettings;
}

/** What differs from environment to environment where agora.config.ts says nothing. */
export type PolicyDefaults = Pick<
  EnvironmentPolicy,
  'runOnAppStart' | 'resetAllowed' | 'hazardsMustBeAllowed' | 'statementTimeoutMs'
> & { readonly backupRequired: boolean };

/** The table of environments. A statement may take ten minutes in production, and as long as it likes elsewhere. */
export const policyDefaults: Readonly<Record<Environment, PolicyDefaults>> = {
  development: {
    runOnAppStart: true,
    resetAllowed: true,
    backupRequired: false,
    hazardsMustBeAllowed: false,
    statementTimeoutMs: 0,
  },
  staging: {
    runOnAppStart: false,
    resetAllowed: false,
    backupRequired: false,
    hazardsMustBeAllowed: true,
    statementTimeoutMs: 600_000,
  },
  production: {
    runOnAppStart: false,
    resetAllowed: false,
    backupRequired: true,
    hazardsMustBeAllowed: true,
    statementTimeoutMs: 600_000,
  },
};

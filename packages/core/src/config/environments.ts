import type { HealthSettings, NotifySettings, WatchSettings } from './watch-schema.ts';

/** Where a database lives, by the names that are built in. A project may add names that extend one of these. */
export const ENVIRONMENTS = ['development', 'staging', 'production'] as const;
export type Environment = (typeof ENVIRONMENTS)[number];

/** Whether a name is one of those. */
export function isBuiltIn(name: string): name is Environment {
  return ENVIRONMENTS.some((one) => one === name);
}

/** How gently rows are changed in batches. */
export interface BackfillSettings {
  /** What one batch aims at, in milliseconds: rows stay locked that long. */
  readonly targetMs: number;
  /** The most rows of one batch. */
  readonly maxRows: number;
  /** The share of the time in which it works, in (0, 1]; it rests for the others. */
  readonly share: number;
  /** It rests while a replica is further behind, in milliseconds. */
  readonly maxLagMs: number;
  /** It rests while the server's disk has less room, in MiB; where that can be read. */
  readonly minFreeMb: number;
  /** It rests while a vacuum of the table runs and dead rows are more than this share of the live ones. */
  readonly maxDeadShare?: number;
  /** The hours of the day in which it works; `from` may be later than `to`. */
  readonly hours?: { readonly from: string; readonly to: string; readonly zone: string };
}

/** Where nothing else is said. */
export const backfillDefaults: BackfillSettings = Object.freeze({
  targetMs: 200,
  maxRows: 1_000_000,
  share: 1,
  maxLagMs: 10_000,
  minFreeMb: 1024,
});

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
  readonly backfill: BackfillSettings;
  /** How long what would be destroyed is kept aside, in milliseconds; 0 where it is destroyed at once. */
  readonly parkMs: number;
}

/** What differs from environment to environment where agora.config.ts says nothing. */
type PolicyDefaults = Pick<
  EnvironmentPolicy,
  'runOnAppStart' | 'resetAllowed' | 'hazardsMustBeAllowed' | 'statementTimeoutMs'
> & { readonly backupRequired: boolean; readonly backfillShare: number };

/**
 * The table of environments. In production a statement may take ten minutes, and a backfill half of the time; elsewhere
 * as much as they like.
 */
export const policyDefaults: Readonly<Record<Environment, PolicyDefaults>> = {
  development: {
    runOnAppStart: true,
    resetAllowed: true,
    backupRequired: false,
    hazardsMustBeAllowed: false,
    statementTimeoutMs: 0,
    backfillShare: 1,
  },
  staging: {
    runOnAppStart: false,
    resetAllowed: false,
    backupRequired: false,
    hazardsMustBeAllowed: true,
    statementTimeoutMs: 600_000,
    backfillShare: 1,
  },
  production: {
    runOnAppStart: false,
    resetAllowed: false,
    backupRequired: true,
    hazardsMustBeAllowed: true,
    statementTimeoutMs: 600_000,
    backfillShare: 0.5,
  },
};

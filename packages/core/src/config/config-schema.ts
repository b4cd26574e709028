import * as z from 'zod';

import { faultsOfNames } from './extended-environments.ts';
import { health, notify, watch } from './watch-schema.ts';

const milliseconds = z.number().int().min(0);

const backup = z.strictObject({
  /** Whether a deploy wants proof of a recent, verified backup. */
  required: z.boolean().optional(),
  /** A JSON file that the backup job writes when it has verified a backup. */
  file: z.string().min(1).optional(),
  /** A command, as program and arguments, that prints the same JSON. */
  command: z.array(z.string()).min(1).optional(),
  /** How old the backup may be, in hours. Default 24. */
  maxAgeHours: z.number().positive().optional(),
  /** `create`: a deploy that finds no such proof makes and verifies a backup first. */
  before: z.literal('create').optional(),
});

const timeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'expected: a time of day, as in 22:30');

const backfill = z.strictObject({
  /** What one batch aims at, in milliseconds: rows stay locked that long. Default 200. */
  targetMs: z.number().min(1).max(60_000).optional(),
  /** The most rows of one batch. Default 1 000 000. */
  maxRows: z.number().int().min(1).max(1_000_000).optional(),
  /** The share of the time in which it works; it rests for the others. Default 1, in production 0.5. */
  share: z.number().gt(0).max(1).optional(),
  /** It rests while a replica is further behind, in milliseconds. Default 10 000. */
  maxLagMs: milliseconds.optional(),
  /** It rests while the server's disk has less room, in MiB; where that can be read. Default 1024. */
  minFreeMb: z.number().min(0).optional(),
  /** It rests while a vacuum of the table runs and dead rows are more than this share of the live ones. */
  maxDeadShare: z.number().positive().optional(),
  /** The hours of the day in which it works; `from` may be later than `to`. */
  hours: z
    .strictObject({
      /** When it begins, as in "22:00". */
      from: timeOfDay,
      /** When it ends. */
      to: timeOfDay,
      /** As in "Europe/Berlin". */
      zone: z.string().refine(isTimeZone, 'expected: a time zone, as in Europe/Berlin'),
    })
    .meta({ description: 'The hours of the day in which it works; `from` may be later than `to`.' })
    .optional(),
});

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).format(0) !== '';
  } catch {
    return false;
  }
}

const environment = z.strictObject({
  /** Of a name that is not built in: the environment whose settings it takes where it says nothing itself. */
  extends: z.string().min(1).optional(),
  /** Whether an application that starts applies what is pending. */
  runOnAppStart: z.boolean().optional(),
  /** A profile of the project's own seeds, or `none`. */
  seeds: z.string().min(1).optional(),
  /** Whether `agora db reset` and `agora seed --reset` may run here; in production never. */
  resetAllowed: z.boolean().optional(),
  /** The proof of a backup that a deploy wants. */
  backup: backup.optional(),
  /** Whether a deploy stops at hazards that nobody has allowed by name. */
  hazardsMustBeAllowed: z.boolean().optional(),
  /** Hazards allowed here, by rule. */
  allow: z.array(z.string()).optional(),
  /** How long a statement waits for a lock before the migration gives way, in milliseconds. */
  lockTimeoutMs: milliseconds.optional(),
  /** How long a statement may take, in milliseconds; 0 for any time. */
  statementTimeoutMs: milliseconds.optional(),
  /** How often a migration that gave way is tried in all. */
  lockAttempts: z.number().int().min(1).optional(),
  /** What `agora health` looks at. */
  health: health.optional(),
  /** Who hears of a deploy. */
  notify: notify.optional(),
  /** What `agora migrate deploy` looks at before and after, and when it goes back by itself; without it, nothing. */
  watch: watch.optional(),
  /** How gently rows are changed in batches. */
  backfill: backfill.optional(),
  /**
   * How long what a deploy or a rollback would destroy is kept aside, such as `72h` or `7d`; `none` to destroy it at
   * once.
   */
  park: z
    .string()
    .regex(/^(?:[1-9]\d{0,5}[hd]|none)$/, 'must be hours or days, such as 72h or 7d, or none')
    .optional(),
});

/** What the file may hold. */
export const agoraConfigSchema = z.strictObject({
  /** Where an editor finds what the file may hold; of agora.config.json. */
  $schema: z.string().optional(),
  /**
   * Commands that run in the project's folder when a file was made, such as a formatter: each with the file's path as its
   * last word. Split at spaces, `\\ ` being one; no shell.
   */
  afterCreate: z.array(z.string().min(1)).optional(),
  /** Whether `agora migrate create` writes what a live database would feel in steps that it does not feel. Default false. */
  online: z.boolean().optional(),
  /** How databases are handled, by the environment they live in. */
  environments: z
    .object({
      /** A developer's own database. */
      development: environment.optional(),
      /** A copy of production, for trying. */
      staging: environment.optional(),
      /** The one that people use. */
      production: environment.optional(),
    })
    .catchall(environment)
    .superRefine((given, context) => {
      for (const { name, message } of faultsOfNames(given))
        context.addIssue({ code: 'custom', path: [name], message });
    })
    .optional(),
  /** The history. */
  migrations: z
    .strictObject({
      /** Applied migrations that are gone from disk on purpose. */
      forgotten: z.array(z.string()).optional(),
    })
    .optional(),
  /** What `agora backup` makes and keeps. */
  backups: z
    .strictObject({
      /** A folder, from this file, or the URL of a bucket. Default `.agora/backups` of the workspace. */
      store: z.string().min(1).optional(),
      /** A file that holds the key they are encrypted with. AGORA_BACKUP_KEY wins. */
      keyFile: z.string().min(1).optional(),
      /** How many sessions copy rows side by side. Default 2. */
      jobs: z.number().int().min(1).max(64).optional(),
      /** What the law had purged, which no restore may bring back. */
      purges: z
        .strictObject({
          /** A query of what was purged, a row for each: what `apply` needs to know of it. */
          list: z.string().min(1),
          /**
           * A statement that purges again, given all rows of the list as `$1`, an array in JSON. It bears what is gone
           * already, and puts the rows into the list.
           */
          apply: z.string().min(1),
        })
        .optional(),
      /** Which backups `agora backup prune` keeps. */
      keep: z
        .strictObject({
          /** All of the last so many hours. */
          hours: z.number().int().min(0).optional(),
          /** The last of each day, of so many days. */
          daily: z.number().int().min(0).optional(),
          /** The last of each week, of so many weeks. */
          weekly: z.number().int().min(0).optional(),
        })
        .optional(),
    })
    .optional(),
  /** What `agora migrate drift` compares. */
  drift: z
    .strictObject({
      /** Schemas that others manage: left out of drift and of stamp's comparison. */
      ignore: z.array(z.string().min(1)).optional(),
    })
    .optional(),
  /** What `agora migrate lint` and `check` look for. */
  lint: z
    .strictObject({
      /** Baseline: this migration and those before it are not linted. */
      since: z.string().min(1).optional(),
      /** Severities other than the rules' own, by rule. */
      severities: z.record(z.string(), z.enum(['error', 'warning', 'info', 'off'])).optional(),
    })
    .optional(),
});

/** What agora.config.ts may hold. */
export type AgoraConfigInput = z.input<typeof agoraConfigSchema>;

/** A configuration that was checked. */
export type ParsedConfig = z.output<typeof agoraConfigSchema>;

/** One environment of it, or of a name that extends another. */
export type ParsedEnvironment = z.output<typeof environment>;

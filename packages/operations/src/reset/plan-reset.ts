import type { EnvironmentPolicy, Fault } from '@agora/core';
import { type History, type HistoryEntry, matchesChecksum, type Plan } from '@agora/migrations';

import type { SchemaContents } from './read-schemas.ts';

/** What was read for a reset. */
interface ResetFindings {
  readonly database: string;
  /** False where the server has no database of that name: a reset creates it. */
  readonly exists: boolean;
  readonly history: History;
  /** Those of the project that are there. */
  readonly schemas: readonly SchemaContents[];
  /** What lies in them and is not the project's: prisma.config.ts says that others manage it. */
  readonly external: readonly string[];
  /** The deploy of the whole folder to an empty database. */
  readonly deploy: Plan;
  /** The seed command that is to run afterwards. */
  readonly seed: string | undefined;
}

/** What a reset would do, in order. Frozen. */
export interface ResetPlan {
  readonly database: string;
  readonly exists: boolean;
  /** To be dropped with all they hold; the schema of the history is then made again, empty. */
  readonly schemas: readonly SchemaContents[];
  /** To be applied. */
  readonly migrations: readonly string[];
  readonly seed: string | undefined;
  /** What forbids it, all at once. Nothing is done if there are any. */
  readonly refusals: readonly Fault[];
}

/** Decides on a reset. Pure. */
export function planReset(found: ResetFindings, policy: EnvironmentPolicy): ResetPlan {
  const { database, exists, history, seed } = found;
  const own = found.schemas.find(({ name }) => name === history.schema);
  const refusals = [
    refusalOfEnvironment(policy),
    foreign(found),
    own === undefined || own.mayDrop ? undefined : noRights(own),
    found.external.length === 0 ? undefined : external(found.external),
    ...found.deploy.blockers,
  ];
  return Object.freeze({
    database,
    exists,
    // A schema that another role owns was there before CREATE SCHEMA IF NOT EXISTS of a migration.
    schemas: Object.freeze(found.schemas.filter(({ mayDrop }) => mayDrop)),
    migrations: Object.freeze(found.deploy.steps.map(({ name }) => name)),
    seed,
    refusals: Object.freeze(refusals.filter((one) => one !== undefined)),
  });
}

/** Why an environment forbids a reset: production always, others by `resetAllowed` of agora.config.ts. */
function refusalOfEnvironment(policy: EnvironmentPolicy): Fault | undefined {
  if (policy.base === 'production') {
    return {
      code: 'operations.refused_in_production',
      message: `Resetting a database is refused in ${policy.name}.`,
      why: `The environment is ${policy.name === 'production' ? 'production' : `${policy.name}, which extends production`} (by --env, AGORA_ENV or NODE_ENV, else because the database is on another machine), and no flag overrides this.`,
      fix: 'If this is not a production database, run again with --env development.',
    };
  }
  if (policy.resetAllowed) return undefined;
  return {
    code: 'operations.reset_refused',
    message: `Resetting a database is refused in ${policy.name}.`,
    why: `The setting environments.${policy.name}.resetAllowed is false; the environment comes from --env, AGORA_ENV or NODE_ENV.`,
    fix: 'If this is a development database, run again with --env development.',
  };
}

/**
 * Why the database is not this project's. It is when every migration that it records is known here, edited or not, or
 * when it holds nothing: that is also what a reset leaves that was killed.
 */
function foreign({ database, history, schemas }: ResetFindings): Fault | undefined {
  const refuse = (why: string, fix: string): Fault => ({
    code: 'operations.foreign_database',
    message: `${database} is not this project's database, by its history. Nothing was dropped.`,
    why,
    fix,
  });
  const recorded = history.entries.filter((entry) => entry.row !== undefined);
  if (recorded.length === 0) {
    const objects = schemas.flatMap(({ name, objects: held }) => held.map((one) => `${name}.${one}`));
    if (objects.length === 0) return undefined;
    return refuse(
      `It records no migration, and holds ${listed(objects)}.`,
      'Check the URL. If this project made them (prisma db push), record that first: agora migrate stamp --all. Or drop the database by hand.',
    );
  }
  const missing = history.violations.flatMap((violation) =>
    violation.kind === 'missing-on-disk' ? [violation.migration] : [],
  );
  // An application may run beside what is newer; to drop it is another thing.
  const unknown = [...missing, ...history.ahead];
  const other = history.violations.find(({ code }) => code === 'migrations.foreign_history');
  const names = other === undefined ? unknown : recorded.map(({ name }) => name);
  if (names.length > 0) {
    return refuse(
      `It records ${listed(names)}, which this project's migrations folder does not hold.`,
      'Check the URL. If they are of another branch, roll them back from there (agora migrate rollback); if they are gone on purpose, list them under migrations.forgotten in agora.config.ts.',
    );
  }
  if (recorded.some(isDistinctive)) return undefined;
  return refuse(
    `All that both have in common are names that any project may use: ${listed(recorded.map(({ name }) => name))}; what stood in them differs.`,
    'Check the URL. If it is the right database, drop it by hand, and run agora migrate deploy.',
  );
}

/** A timestamp to the second is no coincidence; a plain name such as 0_init may be, unless its contents are the same. */
function isDistinctive({ name, migration, row }: HistoryEntry): boolean {
  if (migration === undefined || /^\d{14}/.test(name)) return true;
  return row !== undefined && matchesChecksum(migration.up.raw, row.checksum);
}

function noRights({ name, owner }: SchemaContents): Fault {
  return {
    code: 'operations.no_rights',
    message: `The schema ${name} cannot be dropped with this login. Nothing was dropped.`,
    why: `It belongs to ${owner}.`,
    fix: `Use a login that is a member of ${owner}, or owns the database.`,
  };
}

function external(names: readonly string[]): Fault {
  return {
    code: 'operations.external',
    message: `The schemas that are to be dropped hold what others manage: ${listed(names)}. Nothing was dropped.`,
    why: 'It stands under external in prisma.config.ts, so this project neither makes it nor could bring it back.',
    fix: 'Move it to a schema of its own, or take back and apply the migrations: agora migrate rollback --all, then agora migrate deploy.',
  };
}

/** At most five names. */
function listed(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(', ');
  return names.length > 5 ? `${shown} and others` : shown;
}

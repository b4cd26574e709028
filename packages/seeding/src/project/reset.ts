import { type Client, withTransaction } from '@agora/postgres';
import { createSeedTables, deleteSeededRows, forgetSeed, readSeedVersions } from '../records/index.ts';
import { entitiesWithDependents } from '../rows/index.ts';
import { becomeSeeder, loginOf, refused, withSeedConnection } from './connect.ts';
import { chosenSets, readSets } from './plan/plan-project.ts';
import type { SeedProjectOptions } from './run.ts';
import type { ProjectSet } from './sets/set.ts';
import { refuseLosses } from './write/losses.ts';

/** What a reset did, or would do. */
export interface ProjectResetReport {
  readonly profile: string;
  /** In the order of removal. */
  readonly steps: readonly {
    readonly set: string;
    readonly table: string;
    /** Removed, or to be removed. Rows that were there before the seeds stay. */
    readonly rows: number;
    readonly outcome: 'planned' | 'done';
  }[];
}

/**
 * Removes the rows that a profile's sets made, and only these, in one transaction.
 * @throws seed.own_rows when other rows depend on them; seed.invalid, seed.unknown_entity, seed.no_rights, seed.interrupted
 */
export function resetProject(options: SeedProjectOptions): Promise<ProjectResetReport> {
  const { seeds, profile, only, dryRun = false } = options;
  return withSeedConnection(options, (client) =>
    withTransaction(client, async () => {
      const recorded = await readSeedVersions(client);
      if (recorded.size > 0) await createSeedTables(client, seeds.role ?? (await loginOf(client)));
      await becomeSeeder(client, seeds.role);
      const all = await readSets(client, options);
      chosenSets(seeds, all, profile, only);
      const whole = chosenSets(seeds, all, profile, undefined).map(({ entity }) => entity);
      // Whatever depends on them goes too, whichever profile made it.
      const wanted = entitiesWithDependents(all, only ?? whole);
      const leaving = all.filter(({ entity }) => wanted.has(entity) && recorded.has(entity)).toReversed();
      if (leaving.length > 0) await refuseLosses(client, leaving, leaving);
      const steps = [];
      for (const set of leaving) {
        options.signal?.throwIfAborted();
        const rows = dryRun ? await countRows(client, set) : await removeRows(client, set);
        const outcome = dryRun ? ('planned' as const) : ('done' as const);
        steps.push({ set: set.entity, table: set.target.table.label, rows, outcome });
      }
      return { profile, steps };
    }),
  );
}

async function removeRows(client: Client, set: ProjectSet): Promise<number> {
  const rows = await deleteSeededRows(client, set, set.entity).catch((error: unknown) => {
    throw refused(set.entity, error);
  });
  await forgetSeed(client, set.entity);
  return rows;
}

async function countRows(client: Client, set: ProjectSet): Promise<number> {
  const { rows } = await client.query<{ found: number }>(
    'SELECT count(*)::integer AS found FROM agora.seed_rows WHERE name = $1',
    [set.entity],
  );
  return rows[0]!.found;
}

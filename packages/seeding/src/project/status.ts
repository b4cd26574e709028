import { withTransaction } from '@agora/postgres';
import { readSeedVersions, type SeedVersion } from '../records/index.ts';
import { becomeSeeder, withSeedConnection } from './connect.ts';
import { chosenSets, planSets, readSets } from './plan/plan-project.ts';
import type { SeedProjectOptions } from './run.ts';

/** How one set stands. */
export interface SetStatus {
  readonly set: string;
  /** Absent where the seeds have it no longer. */
  readonly table?: string;
  /** `new`: not applied; `changed`: applied, and changed since; `gone`: applied, and in the seeds no longer. */
  readonly state: 'applied' | 'new' | 'changed' | 'gone';
  /** Whether the profile has it. */
  readonly wanted: boolean;
  readonly applied?: SeedVersion;
}

/** What seeds have done to a database, and what they would do. */
export interface ProjectSeedStatus {
  readonly profile: string;
  readonly sets: readonly SetStatus[];
}

/**
 * Compares a project's seeds with what is recorded of them. Writes nothing.
 * @throws seed.invalid, seed.bad_file
 */
export function projectSeedStatus(options: SeedProjectOptions): Promise<ProjectSeedStatus> {
  const { seeds, profile } = options;
  return withSeedConnection(options, (client) =>
    withTransaction(
      client,
      async () => {
        const recorded = await readSeedVersions(client);
        await becomeSeeder(client, seeds.role);
        const all = await readSets(client, options);
        const wanted = new Set(chosenSets(seeds, all, profile, undefined).map(({ entity }) => entity));
        const sets = (await planSets(client, all)).map(({ set, action }): SetStatus => {
          const applied = recorded.get(set.entity);
          return {
            set: set.entity,
            table: set.target.table.label,
            state: action === 'unchanged' ? 'applied' : action === 'inserted' ? 'new' : 'changed',
            wanted: wanted.has(set.entity),
            ...(applied === undefined ? {} : { applied }),
          };
        });
        const known = new Set(all.map(({ entity }) => entity));
        const gone = [...recorded.values()]
          .filter(({ name }) => !known.has(name))
          .map((applied): SetStatus => ({ set: applied.name, state: 'gone', wanted: false, applied }));
        return { profile, sets: [...sets, ...gone] };
      },
      { readOnly: true },
    ),
  );
}

import { withConnection } from '@agora/postgres';
import { type CoverageGap, readSeedVersions, type SeedVersion } from '@agora/seeding';
import { loadCommand } from '../load/plan/load-command.ts';
import { loadTables } from '../factories/index.ts';
import { type LoadState, readLoadState } from '../load/plan/state.ts';
import { assertUsable } from '../database/migrated.ts';
import { readCoverage } from './coverage.ts';

export interface SeedStatus {
  /** What has been applied, in order of name. */
  seeds: readonly SeedVersion[];
  /** The load that is here, or was begun; `advice` says how to go on with an unfinished one. */
  load: (Omit<LoadState, 'done' | 'tables'> & { communities: number; advice: string | null }) | null;
  /** Tables and columns that no factory fills. */
  gaps: readonly CoverageGap[];
}

/**
 * What seeds have done to a database. Writes nothing.
 * @throws seed.not_migrated, seed.no_rights
 */
export function seedStatus(url: string): Promise<SeedStatus> {
  return withConnection({ url, applicationName: 'agora-seed' }, async (client) => {
    await assertUsable(client);
    const versions = await readSeedVersions(client);
    const state = await readLoadState(client);
    return {
      seeds: [...versions.values()],
      load: state === null ? null : describe(state),
      gaps: await readCoverage(client),
    };
  });
}

function describe({ done, tables, ...state }: LoadState): NonNullable<SeedStatus['load']> {
  const whole =
    state.strategy === 'bare'
      ? `${tables.size} of ${loadTables.length} tables are filled`
      : `${done.size} communities are there`;
  const advice =
    state.finishedAt !== null
      ? null
      : `Unfinished: ${whole}, ${state.missingParts} indexes and keys are missing. Finish it: ${loadCommand(state)}`;
  return { ...state, communities: done.size, advice };
}

import { type Client, withConnection, withTransaction } from '@agora/postgres';
import {
  deleteSeededRows,
  entitiesWithDependents,
  forgetSeed,
  readSeedVersions,
  refuseOwnRows,
  type SeedEnvironment,
  withSeedLock,
} from '@agora/seeding';
import { withUnguardedLedger } from '../database/ledger-guard.ts';
import { assertUsable } from '../database/migrated.ts';
import { reconcile } from '../database/reconcile.ts';
import { becomeLoader } from '../database/roles.ts';
import { forgetSeededWith } from '../database/seed-profiles.ts';
import { createForumSeedTables } from '../database/seed-tables.ts';
import { factories } from '../factories/index.ts';
import { resetLoad } from '../load/reset-load.ts';
import { profileNamed } from '../profiles/index.ts';
import { assertAllowed } from '../profiles/policy.ts';

export interface ResetOptions {
  url: string;
  profile: string;
  environment: SeedEnvironment;
  /** Entities to remove, with all that depend on them; all if absent. */
  only?: readonly string[] | undefined;
  /** Only tell what would be removed. */
  dryRun?: boolean | undefined;
}

export interface ResetResult {
  profile: string;
  /** Rows removed (or to be removed), by entity, in the order of removal. */
  entities: readonly { entity: string; rows: number }[];
}

/**
 * Removes what a profile's seeds made, and only that, in one transaction. Refuses when users' own rows are among it,
 * and lists them.
 *
 * @throws seed.not_allowed, seed.own_rows, seed.unknown_profile, seed.unknown_entity, seed.not_migrated, seed.no_rights
 */
export async function resetSeeds(options: ResetOptions): Promise<ResetResult> {
  assertAllowed(options.environment, options.profile, 'reset');
  const wanted = entitiesWithDependents(factories, options.only);
  const dryRun = options.dryRun === true;
  return withConnection({ url: options.url, applicationName: 'agora-seed' }, (client) =>
    withSeedLock(client, async () => {
      await assertUsable(client);
      const entities =
        options.profile === 'load'
          ? await resetLoad(client, options.url, dryRun)
          : await resetProfile(client, options, wanted);
      return { profile: options.profile, entities };
    }),
  );
}

async function resetProfile(
  client: Client,
  options: ResetOptions,
  wanted: ReadonlySet<string>,
): Promise<ResetResult['entities']> {
  const profile = profileNamed(options.profile);
  const versions = await readSeedVersions(client);
  const seeded = factories
    .map((factory) => ({ factory, entity: factory.entity, name: `${profile.name}/${factory.entity}` }))
    .filter(({ entity, name }) => wanted.has(entity) && versions.has(name))
    .toReversed();
  if (seeded.length === 0) return [];
  const communities = profile.communities.map(({ id }) => id);
  return withTransaction(client, async () => {
    // Reference tables before shards: a cluster wants to be told; elsewhere it says nothing.
    await client.query("SET LOCAL citus.multi_shard_modify_mode = 'sequential'");
    await createForumSeedTables(client);
    await becomeLoader(client);
    const tables = factories.filter(({ entity }) => wanted.has(entity));
    await refuseOwnRows(client, tables, communities);
    if (options.dryRun === true)
      return seeded.map(({ entity, name }) => ({ entity, rows: versions.get(name)!.rows }));
    return withUnguardedLedger(client, async () => {
      const removed: { entity: string; rows: number }[] = [];
      for (const { factory, entity, name } of seeded) {
        removed.push({ entity, rows: await deleteSeededRows(client, factory, name) });
        await forgetSeed(client, name);
      }
      // What is left of them has lost what it counted.
      if (options.only === undefined) await forgetSeededWith(client, profile.name);
      else await reconcile(client, communities);
      return removed;
    });
  });
}

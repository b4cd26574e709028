import { AgoraError } from '@agora/core';
import { type Client, withAdvisoryLock, withConnection, withTransaction } from '@agora/postgres';
import { factories } from '../factories/index.ts';
import type { ResetResult } from '../reset-result.ts';
import { resetLoad } from '../load/reset-load.ts';
import { assertUsable } from '../database/migrated.ts';
import { reconcile } from '../database/reconcile.ts';
import { assertAllowed, type SeedEnvironment } from '../profiles/policy.ts';
import { profileNamed } from '../profiles/index.ts';
import { SEED_LOCK, SEED_LOCK_WAIT_MS } from '../seed-lock.ts';
import { entitiesWithDependents } from '../selection.ts';
import { createSeedTables, readSeedVersions } from '../versions.ts';
import { withUnguardedLedger } from '../database/ledger-guard.ts';
import { deleteSeededRows, ownRows } from '../write/seeded-rows.ts';

/** Own rows listed for each table in a refusal. */
const LISTED = 5;

export interface ResetOptions {
  url: string;
  profile: string;
  environment: SeedEnvironment;
  /** Entities to remove, with all that depend on them; all if absent. */
  only?: readonly string[] | undefined;
  /** Only tell what would be removed. */
  dryRun?: boolean | undefined;
}

/**
 * Removes what a profile's seeds made, and only that, in one transaction. Refuses when users' own rows are among it,
 * and lists them.
 *
 * @throws seed.not_allowed, seed.own_rows, seed.unknown_profile, seed.unknown_entity, seed.not_migrated, seed.no_rights
 */
export async function resetSeeds(options: ResetOptions): Promise<ResetResult> {
  assertAllowed(options.environment, options.profile, 'reset');
  const wanted = entitiesWithDependents(options.only);
  return withConnection({ url: options.url, applicationName: 'agora-seed' }, (client) =>
    withAdvisoryLock(
      client,
      SEED_LOCK,
      async () => {
        await assertUsable(client);
        if (options.profile === 'load') return resetLoad(client, options.url, options.dryRun === true);
        const profile = profileNamed(options.profile);
        const versions = await readSeedVersions(client);
        const seeded = factories
          .filter(({ entity }) => wanted.has(entity) && versions.has(`${profile.name}/${entity}`))
          .toReversed();
        if (seeded.length === 0) return { profile: profile.name, entities: [] };
        const communities = profile.communities.map(({ id }) => id);
        const entities = await withTransaction(client, async () => {
          await createSeedTables(client);
          // Row-level security would hide rows from an owner, who then finds none to refuse for, and deletes none.
          await client.query('SET LOCAL ROLE agora_loader');
          await refuseOwnRows(client, communities, wanted);
          if (options.dryRun === true) {
            return seeded.map(({ entity }) => ({
              entity,
              rows: versions.get(`${profile.name}/${entity}`)!.rows,
            }));
          }
          return withUnguardedLedger(client, async () => {
            const removed: { entity: string; rows: number }[] = [];
            for (const factory of seeded) {
              const name = `${profile.name}/${factory.entity}`;
              removed.push({ entity: factory.entity, rows: await deleteSeededRows(client, factory, name) });
              await client.query('DELETE FROM agora.seed_versions WHERE name = $1', [name]);
            }
            // What is left of them has lost what it counted.
            if (options.only !== undefined) await reconcile(client, communities);
            return removed;
          });
        });
        return { profile: profile.name, entities };
      },
      { waitMs: SEED_LOCK_WAIT_MS },
    ),
  );
}

async function refuseOwnRows(
  client: Client,
  communities: readonly string[],
  wanted: ReadonlySet<string>,
): Promise<void> {
  const lines: string[] = [];
  for (const factory of factories.filter(({ entity }) => wanted.has(entity))) {
    const { found, keys } = await ownRows(client, factory, communities, LISTED);
    if (found === 0) continue;
    const more = found > keys.length ? ` and ${found - keys.length} more` : '';
    lines.push(`${factory.table}: ${keys.join(', ')}${more}`);
  }
  if (lines.length === 0) return;
  throw new AgoraError({
    code: 'seed.own_rows',
    message: 'People have added to what the seeds made. Nothing was removed.',
    why: `These rows are not the seeds', and would lose what they belong to:\n${lines.join('\n')}`,
    fix: 'Remove these rows first, or begin with a new database: agora db reset',
  });
}

import { AgoraError } from '@agora/core';
import { type Client, sqlState, withAdvisoryLock, withConnection, withTransaction } from '@agora/postgres';
import { contentHash, type MadeRows, makeRows } from '../content-hash.ts';
import { estimateSeed, type SeedEstimate } from '../estimate.ts';
import { factories } from '../factories/index.ts';
import { pointTransactions } from '../factories/point-transactions.ts';
import type { ForumContext } from '../factories/factory.ts';
import { assertMigrated, assertRights } from '../database/migrated.ts';
import { hashPasswords } from './passwords.ts';
import { communityContext } from '../plan/community.ts';
import { planForum } from '../plan/plan-forum.ts';
import { assertAllowed, type SeedEnvironment } from '../profiles/policy.ts';
import { profileNamed } from '../profiles/index.ts';
import type { Profile } from '../profiles/profile.ts';
import { reconcile } from '../database/reconcile.ts';
import { SEED_LOCK, SEED_LOCK_WAIT_MS } from '../seed-lock.ts';
import { entitiesWithNeeds } from '../selection.ts';
import { verifyCounts } from '../verify-counts.ts';
import { createSeedTables, readSeedVersions, recordSeedVersion } from '../versions.ts';
import { insertRows, upsertRows } from '../write/apply-rows.ts';
import { withUnguardedLedger } from '../database/ledger-guard.ts';
import { refuseLostRows, rememberOwnRows } from '../write/lost-rows.ts';
import { withoutWhoLeft } from '../database/who-left.ts';
import { deleteSeededRows, recordKeys, recordRows } from '../write/seeded-rows.ts';

export interface SeedOptions {
  /** `postgresql://` address of a migrated database. Its login must be a member of `agora_loader`. */
  url: string;
  /** `minimal`, `essential`, `demo` or `tenants`. */
  profile: string;
  environment: SeedEnvironment;
  /** Another seed gives other likes, names and delays around the same texts. Default: the profile's. */
  seed?: number | undefined;
  /** All content lies in the 90 days before. Default: the profile's. */
  referenceDate?: Date | undefined;
  /** Entities to seed, with all that they need; all if absent. */
  only?: readonly string[] | undefined;
  /** Plan and compare only; write nothing. */
  dryRun?: boolean | undefined;
  onProgress?: ((progress: SeedProgress) => void) | undefined;
  signal?: AbortSignal | undefined;
}

export interface SeedProgress {
  entity: string;
  rows: number;
  /** Entities done, this one included, of `total`. */
  done: number;
  total: number;
}

export interface SeededEntity {
  entity: string;
  /** Rows that the seed consists of. */
  rows: number;
  action: 'inserted' | 'updated' | 'unchanged';
}

export interface SeedResult {
  profile: string;
  communities: readonly { id: string; slug: string; name: string }[];
  /** False when everything was there already. */
  changed: boolean;
  entities: readonly SeededEntity[];
  /** What it would take; only of a dry run. */
  estimate?: SeedEstimate;
  durationMs: number;
}

interface PlannedSeed {
  name: string;
  entity: string;
  made: readonly MadeRows[];
  hash: string;
  rows: number;
  version: number;
  action: SeededEntity['action'];
}

/**
 * Fills a migrated database with a profile. Deterministic, and idempotent: what was applied before with the same
 * content is skipped, what has changed is applied again as an upsert. All in one transaction, as `agora_loader`,
 * behind an advisory lock: a run that dies leaves the old state.
 *
 * @throws seed.unknown_profile, seed.unknown_entity, seed.not_allowed, seed.not_migrated, seed.no_rights,
 *   seed.verification_failed, seed.own_rows when people have added to what a changed seed no longer has, or have taken a
 *   name that it wants, or what the server says.
 */
export async function seed(options: SeedOptions): Promise<SeedResult> {
  const started = performance.now();
  const profile = profileNamed(options.profile);
  assertAllowed(options.environment, profile.name, 'seed');
  const only = entitiesWithNeeds(options.only);
  const contexts = contextsOf(profile, options);
  return withConnection({ url: options.url, applicationName: 'agora-seed' }, async (client) => {
    await assertMigrated(client);
    await assertRights(client);
    const run = async (): Promise<{ planned: PlannedSeed[]; estimate?: SeedEstimate }> => {
      const planned = await decide(client, profile, contexts, only);
      const stale = planned.filter((one) => one.action !== 'unchanged');
      if (options.dryRun === true) {
        const made = stale.flatMap((one) => one.made);
        return { planned, estimate: await estimateSeed(client, made) };
      }
      if (stale.length > 0) await act(client, options, contexts, stale);
      return { planned };
    };
    const { planned, ...more } = await withAdvisoryLock(client, SEED_LOCK, run, {
      waitMs: SEED_LOCK_WAIT_MS,
    });
    return {
      profile: profile.name,
      communities: profile.communities.map(({ id, slug, name }) => ({ id, slug, name })),
      changed: planned.some((one) => one.action !== 'unchanged'),
      entities: planned.map(({ entity, rows, action }) => ({ entity, rows, action })),
      ...more,
      durationMs: performance.now() - started,
    };
  });
}

function contextsOf(profile: Profile, options: SeedOptions): ForumContext[] {
  const referenceDate = options.referenceDate ?? new Date(profile.referenceDate);
  return profile.communities.map((spec) => {
    const context = communityContext(spec, options.seed ?? profile.seed, referenceDate);
    return { ...context, plan: planForum(context), passwordHashes: new Map<string, string>() };
  });
}

/** Makes all rows and compares them with what is recorded. Writes nothing. */
async function decide(
  client: Client,
  profile: Profile,
  contexts: readonly ForumContext[],
  only: ReadonlySet<string>,
): Promise<PlannedSeed[]> {
  const ids = profile.communities.map((community) => community.id);
  const { rows } = await client.query<{ found: number }>(
    'SELECT count(*)::integer AS found FROM communities WHERE id = ANY ($1::uuid[])',
    [ids],
  );
  // A database that was emptied behind our back has records of seeds whose rows are gone.
  const recorded = rows[0]?.found === ids.length ? await readSeedVersions(client) : new Map<string, never>();
  return factories
    .filter((factory) => only.has(factory.entity))
    .map((factory) => {
      const made = contexts.map((context) => makeRows(factory, context));
      const name = `${profile.name}/${factory.entity}`;
      const hash = contentHash(made);
      const before = recorded.get(name);
      return {
        name,
        entity: factory.entity,
        made,
        hash,
        rows: made.reduce((sum, { rows: some }) => sum + some.length, 0),
        version: factory.version,
        action: before === undefined ? 'inserted' : before.hash === hash ? 'unchanged' : 'updated',
      };
    });
}

async function act(
  client: Client,
  options: SeedOptions,
  contexts: readonly ForumContext[],
  stale: readonly PlannedSeed[],
): Promise<void> {
  const changed = stale.filter((one) => one.action === 'updated');
  const communities = contexts.map((context) => context.spec.id);
  // Into nothing, and all of it: nothing to compare with, nothing to count again.
  const whole = stale.length === factories.length && changed.length === 0;
  const hashes = await hashPasswords(options.seed ?? profileNamed(options.profile).seed);
  await withTransaction(client, async () => {
    await createSeedTables(client);
    // For all that follows: row-level security would hide rows from an owner, who then deletes and counts nothing.
    await client.query('SET LOCAL ROLE agora_loader');
    const present = await withoutWhoLeft(client, communities);
    const renumbers = stale.some(({ entity }) => entity === LEDGER) && (await hasLedger(client, communities));
    const guarded = changed.length > 0 || renumbers ? withUnguardedLedger : withoutChange;
    await guarded(client, async () => {
      if (changed.length > 0) await rememberOwnRows(client, communities);
      await removeVanished(client, communities, changed);
      if (changed.length > 0) await refuseLostRows(client);
      // Out of the way of the seeds' new numbers; reconcile numbers people's own entries on from those.
      if (renumbers) {
        await client.query(
          'UPDATE point_transactions SET sequence = sequence + 1000000000 WHERE community_id = ANY ($1::uuid[])',
          [communities],
        );
      }
      for (const [index, one] of stale.entries()) {
        options.signal?.throwIfAborted();
        const started = performance.now();
        const made = withPasswords(one, contexts, hashes);
        const { factory } = made[0]!;
        // Nothing refers to ledger entries, and their numbering leaves no room: removeVanished has taken all of them.
        const fresh = one.action === 'inserted' || one.entity === LEDGER;
        const all = present(made).flatMap(({ rows: some }) => some);
        await (fresh ? insertRows : upsertRows)(client, factory, all).catch((error: unknown) => {
          throw sqlState(error) === '23505' ? takenKey(one.entity, error) : error;
        });
        const { name, version, hash, rows } = one;
        const durationMs = performance.now() - started;
        const { environment } = options;
        await recordSeedVersion(client, { name, version, hash, environment, durationMs, rows });
        await recordRows(client, name, communities, made);
        options.onProgress?.({ entity: one.entity, rows, done: index + 1, total: stale.length });
      }
      if (!whole) await reconcile(client, communities);
    });
    await verifyCounts(
      client,
      contexts,
      stale.flatMap((one) => present(one.made)),
    );
  });
}

const LEDGER = pointTransactions.entity;

/** Somebody's own row has a name or another key that a seed's row is to have. */
function takenKey(entity: string, cause: unknown): AgoraError {
  return new AgoraError({
    code: 'seed.own_rows',
    message: `People have taken what a seed of "${entity}" is to have. Nothing was changed.`,
    why: cause instanceof Error && 'detail' in cause ? String(cause.detail) : undefined,
    fix: 'Rename or remove that row first, or begin with a new database: agora db reset',
    cause,
  });
}

/** Whether anybody has ledger entries there. */
async function hasLedger(client: Client, communities: readonly string[]): Promise<boolean> {
  const { rowCount } = await client.query(
    'SELECT FROM point_transactions WHERE community_id = ANY ($1::uuid[]) LIMIT 1',
    [communities],
  );
  return rowCount === 1;
}

function withoutChange<T>(_client: Client, use: () => Promise<T>): Promise<T> {
  return use();
}

/** Deletes what earlier versions of the changed seeds made and these do not: children before their parents. */
async function removeVanished(
  client: Client,
  communities: readonly string[],
  changed: readonly PlannedSeed[],
): Promise<void> {
  for (const one of changed.toReversed()) {
    const { factory } = one.made[0]!;
    if (one.entity === LEDGER) {
      await deleteSeededRows(client, factory, one.name);
      continue;
    }
    await client.query(
      'CREATE TEMPORARY TABLE IF NOT EXISTS seed_kept (name text, community_id uuid, key uuid[]) ON COMMIT DROP',
    );
    await client.query('TRUNCATE seed_kept');
    await recordKeys(client, 'seed_kept', one.name, communities, one.made);
    await deleteSeededRows(client, factory, one.name, 'seed_kept');
  }
}

/** The users' rows once more, with the hashes that are too slow to make when nothing has changed. */
function withPasswords(
  one: PlannedSeed,
  contexts: readonly ForumContext[],
  passwordHashes: ReadonlyMap<string, string>,
): readonly MadeRows[] {
  if (one.entity !== 'users') return one.made;
  return one.made.map(({ factory }, index) => makeRows(factory, { ...contexts[index]!, passwordHashes }));
}

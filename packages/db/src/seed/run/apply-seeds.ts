import { type Client, withTransaction } from '@agora/postgres';
import {
  deleteSeededRows,
  deleteVanishedRows,
  keepKeys,
  keysOf,
  type MadeRows,
  makeRows,
  type PlannedSeed,
  refuseLostRows,
  rememberOwnRows,
  type SeedEnvironment,
  verifyCounts,
  writeSeed,
} from '@agora/seeding';
import { withUnguardedLedger } from '../database/ledger-guard.ts';
import { reconcile } from '../database/reconcile.ts';
import { numberBeyond } from '../database/standing/write/write-standing.ts';
import { becomeLoader } from '../database/roles.ts';
import { recordSeededWith } from '../database/seed-profiles.ts';
import { createForumSeedTables } from '../database/seed-tables.ts';
import { withoutDeparted } from '../database/departed-people.ts';
import type { Factory, ForumContext } from '../factories/factory.ts';
import { factories } from '../factories/index.ts';
import { pointTransactions } from '../factories/point-transactions.ts';
import { users } from '../factories/users.ts';
import { rowsOf } from '../../sql/index.ts';
import { anyEntriesSql } from './any-entries.sql.ts';
import { hashPasswords } from './passwords.ts';

/** A seed of the forum: the rows of one entity, for every community of a profile. */
type ForumSeed = PlannedSeed<Factory>;

export interface ApplyOptions {
  readonly profile: string;
  /** Kept, so that the next run goes by it. */
  readonly referenceDate: Date;
  readonly contexts: readonly ForumContext[];
  /** What is not as it was applied last. */
  readonly stale: readonly ForumSeed[];
  readonly environment: SeedEnvironment;
  readonly onProgress: ((progress: SeedProgress) => void) | undefined;
  readonly signal: AbortSignal | undefined;
}

export interface SeedProgress {
  entity: string;
  rows: number;
  /** Entities done, this one included, of `total`. */
  done: number;
  total: number;
}

/**
 * Brings the database in line with the plan, in one transaction.
 * @throws seed.no_rights, seed.own_rows, seed.verification_failed; the signal's reason
 */
export async function applySeeds(client: Client, options: ApplyOptions): Promise<void> {
  const { contexts, stale, signal } = options;
  const changed = stale.filter((one) => one.action === 'updated');
  const communities = contexts.map((context) => context.spec.id);
  // Into nothing, and all of it: nothing to compare with, nothing to count again.
  const whole = stale.length === factories.length && changed.length === 0;
  const hashes = await hashPasswords(contexts[0]!.seed);
  await withTransaction(client, async () => {
    // On a cluster, a table that is on every node may not be written after shards were at once; elsewhere it says nothing.
    await client.query("SET LOCAL citus.multi_shard_modify_mode = 'sequential'");
    await createForumSeedTables(client);
    await becomeLoader(client);
    await recordSeededWith(client, options.profile, {
      seed: contexts[0]!.seed,
      reference: options.referenceDate,
    });
    const present = await withoutDeparted(client, communities);
    const renumbers = stale.some(isLedger) && (await hasLedger(client, communities));
    const guarded = changed.length > 0 || renumbers ? withUnguardedLedger : withoutChange;
    await guarded(client, async () => {
      if (changed.length > 0) {
        await rememberOwnRows(client, factories, communities);
        await removeVanished(client, changed);
        await refuseLostRows(client, factories);
      }
      if (renumbers) await numberBeyond(client, communities);
      for (const [index, one] of stale.entries()) {
        signal?.throwIfAborted();
        const made = withPasswords(one, contexts, hashes);
        await writeSeed(client, one, {
          environment: options.environment,
          made,
          present: present(made),
          // Nothing refers to ledger entries, and their numbering leaves no room: all of them have been removed.
          fresh: one.action === 'inserted' || isLedger(one),
        });
        const { entity } = one.factory;
        options.onProgress?.({ entity, rows: one.rows, done: index + 1, total: stale.length });
      }
      if (!whole) await reconcile(client, communities);
    });
    const written = stale.flatMap((one) => present(one.made));
    await verifyCounts(client, communities, written);
  });
}

function isLedger({ factory }: ForumSeed): boolean {
  return factory.entity === pointTransactions.entity;
}

/** Whether anybody has ledger entries there. */
async function hasLedger(client: Client, communities: readonly string[]): Promise<boolean> {
  return (await rowsOf(client, anyEntriesSql({ communities }))).length === 1;
}

function withoutChange<T>(_client: Client, use: () => Promise<T>): Promise<T> {
  return use();
}

/** Deletes what earlier versions of the changed seeds made and these do not: children before their parents. */
async function removeVanished(client: Client, changed: readonly ForumSeed[]): Promise<void> {
  for (const one of changed.toReversed()) {
    if (isLedger(one)) await deleteSeededRows(client, one.factory, one.name);
    else {
      await keepKeys(client, { name: one.name, table: one.factory, keys: keysOf(one.made) });
      await deleteVanishedRows(client, one.factory, one.name);
    }
  }
}

/** The users' rows once more, with the hashes that are too slow to make when nothing has changed. */
function withPasswords(
  { factory, made }: ForumSeed,
  contexts: readonly ForumContext[],
  passwordHashes: ReadonlyMap<string, string>,
): readonly MadeRows<Factory>[] {
  if (factory.entity !== users.entity) return made;
  return contexts.map((context) => makeRows(factory, { ...context, passwordHashes }));
}

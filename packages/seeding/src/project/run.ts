import type { AgoraError } from '@agora/core';
import { type Client, withTransaction } from '@agora/postgres';
import { createSeedTables, deleteVanishedRows, forgetSeed, keepKeys } from '../records/index.ts';
import { becomeSeeder, loginOf, refused, withSeedConnection } from './connect.ts';
import { chosenSets, type PlanInput, type PlannedSet, planSets, readSets } from './plan/plan-project.ts';
import type { ProjectSet } from './sets/set.ts';
import { FoundRows } from './write/found-rows.ts';
import { refuseLosses } from './write/losses.ts';
import { moveSequences } from './write/move-sequences.ts';
import { writeSet, type Writing } from './write/write-set.ts';

/** What to seed where. */
export interface SeedProjectOptions extends PlanInput {
  readonly url: string;
  readonly profile: string;
  /** Sets to seed, with all that they need; all if absent. */
  readonly only?: readonly string[] | undefined;
  /** Plan and compare only; write nothing. */
  readonly dryRun?: boolean | undefined;
  readonly onProgress?: ((step: SeedStep) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What became of one set. */
export interface SeedStep {
  readonly set: string;
  readonly table: string;
  /** Rows that the set consists of. */
  readonly rows: number;
  readonly action: PlannedSet['action'];
  /** `undone`: written, and rolled back with the set that failed. */
  readonly outcome: 'planned' | 'unchanged' | 'done' | 'undone' | 'failed' | 'not reached';
  /** Rows inserted or updated. */
  readonly written: number;
  /** Rows that the set had before and has no longer. */
  readonly removed: number;
}

/** What seeding did: a step for each set, in order, the ones not reached included. */
export interface SeedReport {
  readonly profile: string;
  readonly environment: string;
  /** Whether anything was written, or would be. */
  readonly changed: boolean;
  readonly steps: readonly SeedStep[];
  readonly error?: AgoraError;
}

/**
 * Applies a profile of a project's seeds: what was applied before with the same content is skipped, what has changed is
 * applied again as an upsert, and what a set no longer has is taken away. All in one transaction, behind a lock.
 * @throws seed.invalid, seed.bad_file, seed.unknown_entity, seed.no_rights, seed.own_rows, seed.interrupted
 * @returns a report whose `error` says which set the server refused; then nothing was kept
 */
export function seedProject(options: SeedProjectOptions): Promise<SeedReport> {
  return withSeedConnection(options, async (client) => {
    const { all, planned } = await withTransaction(client, () => decide(client, options), { readOnly: true });
    if (options.dryRun === true || planned.every(({ action }) => action === 'unchanged'))
      return report(
        options,
        planned.map((one) => step(one, one.action === 'unchanged' ? 'unchanged' : 'planned')),
      );
    return act(client, options, all, planned);
  });
}

/** Writes nothing. */
async function decide(
  client: Client,
  options: SeedProjectOptions,
): Promise<{ all: readonly ProjectSet[]; planned: readonly PlannedSet[] }> {
  await becomeSeeder(client, options.seeds.role);
  const all = await readSets(client, options);
  return {
    all,
    planned: await planSets(client, chosenSets(options.seeds, all, options.profile, options.only)),
  };
}

async function act(
  client: Client,
  options: SeedProjectOptions,
  all: readonly ProjectSet[],
  planned: readonly PlannedSet[],
): Promise<SeedReport> {
  const { role } = options.seeds;
  const steps = planned.map((one) => step(one, one.action === 'unchanged' ? 'unchanged' : 'not reached'));
  let at = 0;
  try {
    await withTransaction(client, async () => {
      await createSeedTables(client, role ?? (await loginOf(client)));
      await becomeSeeder(client, role);
      const found = new FoundRows(all);
      const writing: Writing = { client, environment: options.environment, found, owners: ownersOf(all) };
      const removed = await removeVanished(client, planned, found);
      for (const [index, one] of planned.entries()) {
        options.signal?.throwIfAborted();
        if (one.action === 'unchanged') continue;
        at = index;
        const written = await writeSet(writing, one);
        steps[index] = { ...step(one, 'done'), written, removed: removed.get(one.set.entity) ?? 0 };
        options.onProgress?.(steps[index]);
      }
      await moveSequences(
        client,
        planned.filter(({ action }) => action !== 'unchanged').map(({ set }) => set),
      );
    });
    return report(options, steps);
  } catch (error) {
    if (options.signal?.aborted === true) throw error;
    const undone = steps.map((one, index) =>
      index === at
        ? { ...one, outcome: 'failed' as const }
        : one.outcome === 'done'
          ? { ...one, outcome: 'undone' as const }
          : one,
    );
    return { ...report(options, undone), changed: false, error: refused(planned[at]!.set.entity, error) };
  }
}

function ownersOf(sets: readonly ProjectSet[]): ReadonlyMap<string, readonly string[]> {
  const owners = new Map<string, string[]>();
  for (const { target, entity } of sets) owners.set(target.sql, [...(owners.get(target.sql) ?? []), entity]);
  return owners;
}

/**
 * Deletes what earlier versions of the changed sets made and these do not: children before their parents.
 * @returns how many rows, by set
 */
async function removeVanished(
  client: Client,
  planned: readonly PlannedSet[],
  found: FoundRows,
): Promise<ReadonlyMap<string, number>> {
  const changed = planned.filter(({ action }) => action === 'updated').map(({ set }) => set);
  for (const { set, action } of planned) {
    await found.read(client, set);
    if (action === 'inserted') await forgetSeed(client, set.entity);
    if (action === 'updated')
      await keepKeys(client, {
        name: set.entity,
        table: set,
        keys: found.keys(set).map(({ values }) => values),
      });
  }
  const removed = new Map<string, number>();
  if (changed.length === 0) return removed;
  const written = planned.filter(({ action }) => action !== 'unchanged').map(({ set }) => set);
  await refuseLosses(client, changed, written);
  for (const set of changed.toReversed())
    removed.set(set.entity, await deleteVanishedRows(client, set, set.entity));
  return removed;
}

function step({ set, action }: PlannedSet, outcome: SeedStep['outcome']): SeedStep {
  const { entity, target, rows } = set;
  return {
    set: entity,
    table: target.table.label,
    rows: rows.length,
    action,
    outcome,
    written: 0,
    removed: 0,
  };
}

function report({ profile, environment }: SeedProjectOptions, steps: readonly SeedStep[]): SeedReport {
  return { profile, environment, changed: steps.some(({ action }) => action !== 'unchanged'), steps };
}

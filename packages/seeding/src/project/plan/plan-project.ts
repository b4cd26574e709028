import { AgoraError, didYouMean } from '@agora/core';
import type { Client } from '@agora/postgres';
import type { Seeds } from '../../define/index.ts';
import { keyOf, readSeedVersions } from '../../records/index.ts';
import { contentHash, entitiesWithNeeds, tableSql } from '../../rows/index.ts';
import type { SeedModel } from '../names/model-names.ts';
import { readTargets } from '../names/targets.ts';
import { linkSets } from '../sets/link-sets.ts';
import { makeSetRows, type RowsWanted } from '../sets/make-rows.ts';
import { orderSets } from '../sets/order-sets.ts';
import { type NamedSet, resolveSet } from '../sets/resolve-set.ts';
import type { ProjectSet } from '../sets/set.ts';

/** What is to become of one set. Frozen. */
export interface PlannedSet {
  readonly set: ProjectSet;
  readonly hash: string;
  readonly action: 'inserted' | 'updated' | 'unchanged';
}

/** What a plan is made of. */
export interface PlanInput extends RowsWanted {
  readonly models: readonly SeedModel[];
  /** Where a table without a schema stands. */
  readonly schema: string;
}

/**
 * Makes the rows of all sets, looks up every name, and compares them with what is recorded. Writes nothing.
 * @returns all sets of the seeds, each behind what it needs
 * @throws seed.invalid with every fault at once; seed.bad_file
 */
export async function readSets(client: Client, input: PlanInput): Promise<readonly ProjectSet[]> {
  const { seeds, models, schema } = input;
  const made = await makeSetRows(input, Object.keys(seeds.sets));
  const names = { targets: await readTargets(client), models, schema };
  const faults: string[] = [];
  const named = made
    .map((one) => resolveSet(one, names, faults))
    .filter((one): one is NamedSet => one !== undefined);
  // Of names that mean nothing, more faults would follow.
  const sets = faults.length === 0 ? linkSets(named, seeds.seed ?? 1, faults) : [];
  if (faults.length === 0) return orderSets(sets);
  throw new AgoraError({
    code: 'seed.invalid',
    message: faults.length === 1 ? 'The seeds have a fault.' : `The seeds have ${faults.length} faults.`,
    why: [
      ...faults.slice(0, LISTED),
      ...(faults.length > LISTED ? [`and ${faults.length - LISTED} more`] : []),
    ].join('\n'),
    fix: 'Correct them; nothing was written.',
  });
}

/** Faults that are listed. */
const LISTED = 30;

/**
 * The sets of a profile with all that they need.
 * @param only these of them
 * @throws seed.unknown_entity
 */
export function chosenSets(
  seeds: Seeds,
  sets: readonly ProjectSet[],
  profile: string,
  only: readonly string[] | undefined,
): readonly ProjectSet[] {
  const all = entitiesWithNeeds(sets, seeds.profiles[profile]!.sets);
  const known = sets.filter(({ entity }) => all.has(entity));
  const stranger = only?.find((name) => !all.has(name));
  if (stranger !== undefined) throw unknownSet(stranger, profile, [...all]);
  const wanted = entitiesWithNeeds(known, only);
  return known.filter(({ entity }) => wanted.has(entity));
}

function unknownSet(name: string, profile: string, known: readonly string[]): AgoraError {
  const near = didYouMean(name, known);
  return new AgoraError({
    code: 'seed.unknown_entity',
    message: `The profile "${profile}" has no set "${name}".`,
    ...(near.length === 0 ? {} : { why: `Did you mean ${near.join(' or ')}?` }),
    fix: `Use one of: ${known.join(', ')}.`,
  });
}

/** Compares sets with what is recorded of them. Writes nothing. */
export async function planSets(client: Client, sets: readonly ProjectSet[]): Promise<readonly PlannedSet[]> {
  const recorded = await readSeedVersions(client);
  const planned: PlannedSet[] = [];
  for (const set of sets) {
    const hash = contentHash([hashable(set)]);
    const before = recorded.get(set.entity);
    const gone = before !== undefined && before.rows > 0 && !(await anyLeft(client, set));
    const action = before === undefined || gone ? 'inserted' : before.hash === hash ? 'unchanged' : 'updated';
    planned.push(Object.freeze({ set, hash, action }));
  }
  return planned;
}

/** The rows as the hash wants them: a column that a row leaves out is not one that it gives as null. */
function hashable(set: ProjectSet): Parameters<typeof contentHash>[0][number] {
  const rows = set.rows.map((row) =>
    Object.fromEntries(
      set.columns.map((column) => [column, { json: row.has(column) ? [row.get(column)] : [] }]),
    ),
  );
  return { factory: set, rows };
}

/** A database that was emptied behind our back has records of rows that are gone. */
async function anyLeft(client: Client, set: ProjectSet): Promise<boolean> {
  const { rows } = await client.query<{ left: boolean }>(
    `SELECT EXISTS (SELECT FROM ${tableSql(set)} t JOIN agora.seed_rows s ON s.key = ${keyOf(set, 't')} WHERE s.name = $1) AS left`,
    [set.entity],
  );
  return rows[0]!.left;
}

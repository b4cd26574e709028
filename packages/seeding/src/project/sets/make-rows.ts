import path from 'node:path';
import type { AnySeedSet, SeedContext, Seeds } from '../../define/index.ts';
import { randomOf, streamKey } from '../../random/index.ts';
import { badFile, isRows, readRowFile } from '../load/read-row-file.ts';
import { nameBasedUuid } from './name-based-id.ts';

/** A set with its rows made. */
export interface MadeSet {
  readonly name: string;
  readonly set: AnySeedSet;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** All values are texts, as in a CSV file. */
  readonly texts: boolean;
}

/** Seeds, where they stand, and for which environment rows are made. */
export interface RowsWanted {
  readonly seeds: Seeds;
  /** The file that they stand in. */
  readonly file: string;
  readonly environment: string;
}

/** Where the seeds' time ends, unless they say. */
const REFERENCE_DATE = '2026-01-01T00:00:00Z';

/**
 * Makes the rows of sets, in their order.
 * @throws seed.bad_file when a set's file cannot be read, or its function throws
 */
export async function makeSetRows(
  { seeds, file, environment }: RowsWanted,
  wanted: readonly string[],
): Promise<readonly MadeSet[]> {
  const made: MadeSet[] = [];
  for (const name of wanted) {
    const set = seeds.sets[name]!;
    const context = contextOf(seeds, environment, name);
    if (set.file !== undefined)
      made.push({ name, set, ...(await readRowFile(path.resolve(path.dirname(file), set.file))) });
    else {
      const { rows: given = [] } = set;
      const rows = typeof given === 'function' ? await callRows(given, context, { name, file }) : given;
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an object is a record of whatever it holds
      made.push({ name, set, rows: rows as MadeSet['rows'], texts: false });
    }
  }
  return made;
}

async function callRows(
  make: (context: SeedContext) => readonly object[] | Promise<readonly object[]>,
  context: SeedContext,
  { name, file }: { readonly name: string; readonly file: string },
): Promise<readonly object[]> {
  let rows: unknown;
  try {
    rows = await make(context);
  } catch (error) {
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    throw badFile(
      file,
      `The rows of the set "${name}" could not be made: ${why}`,
      'Correct its function.',
      error,
    );
  }
  if (isRows(rows)) return rows;
  throw badFile(
    file,
    `The function of the set "${name}" returns no list of rows.`,
    'Return an array of objects.',
  );
}

function contextOf({ seed = 1, referenceDate }: Seeds, environment: string, set: string): SeedContext {
  return {
    environment,
    referenceDate: new Date(referenceDate ?? REFERENCE_DATE),
    random: (stream, index) => randomOf(streamKey(seed, set, stream), index),
    uuid: (name) => nameBasedUuid(`${seed}/${name}`),
  };
}

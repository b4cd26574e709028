import { type Catalog, compareCatalogs, readCatalog, readTables } from '@agora/catalog';
import { isAgoraError } from '@agora/core';
import { type Client, describeSqlError, serverError, sqlState } from '@agora/postgres';
import { fillTables } from '@agora/seeding/fill';

import type { Migration } from '../project/folder.ts';
import { mayFireCode } from '../proof/guard/server-guard.ts';
import { runForwards, runScript } from '../proof/replay.ts';
import { type Content, lostContent, readContent } from '../proof/sample/index.ts';
import type { Scratch } from '../proof/scratch/scratch.ts';
import { contractAll } from './expand/contract-all.ts';
import { openExpansions } from './expand/open-expansions.ts';
import { type RefusedValue, refusedValue, takeOutRows } from './refused-values.ts';

/** Whether two ways from one state end in the same. */
export interface Equality {
  readonly equal: boolean;
  /** A line for each disagreement, or why one of the ways does not run. */
  readonly differences: readonly string[];
  /** What the proof did without, a sentence each. */
  readonly notes: readonly string[];
}

interface EqualityInput {
  /** A database that stands before the migration. */
  readonly ground: Scratch;
  readonly original: Migration;
  /** What it became, in order. */
  readonly parts: readonly Migration[];
  /** Schema of unqualified names. */
  readonly schema: string;
  /** Columns, as `schema.table.column`, whose values may stand in other rows. */
  readonly reordered: readonly string[];
}

/** Tables may be emptied so often before none is given a row. */
const MOST_EMPTIED = 4;

/** Values of an enum that stop a change of type may be taken out so often. */
const MOST_TAKEN_OUT = 40;

/** Why a way did not come to its end. */
interface Stopped {
  readonly reason: string;
  readonly table?: string;
  readonly refused?: RefusedValue;
}

/** What a way ends in. */
interface End {
  readonly catalog: Catalog;
  readonly content: Content;
}

/**
 * Runs the original on one copy of a filled database and what it became on another: the catalogs must be equal, and so
 * must all rows, save for values that the original itself makes anew each time. Rows that stop the original are taken out.
 */
export async function proveEqual(input: EqualityInput): Promise<Equality> {
  const notes: string[] = [];
  const filled = await input.ground.copy('filled');
  try {
    await fillGround(filled, notes);
    const original = await runOriginal(filled, input.original, notes);
    if ('reason' in original) return { equal: false, differences: [original.reason], notes };
    const rewritten = await onCopy(filled, (client) => runParts(client, input));
    if ('reason' in rewritten) return { equal: false, differences: [rewritten.reason], notes };
    const lines = compareCatalogs(original.catalog, rewritten.catalog).map(({ line }) => line);
    const rows = rowDifferences(original.content, rewritten.content);
    // What differs between two runs of the original is another each time.
    const again =
      rows.length === 0 ? undefined : await onCopy(filled, (client) => runScript(client, input.original.up));
    const unsteady = new Set(input.reordered);
    if (again !== undefined && !('reason' in again))
      for (const one of rowDifferences(original.content, again.content)) unsteady.add(one);
    const steady = rows.filter((one) => !unsteady.has(one)).map((one) => `other rows: ${one}`);
    const nulls = nullDifferences(original.content, rewritten.content);
    const differences = [...lines, ...steady, ...nulls];
    return { equal: differences.length === 0, differences, notes };
  } finally {
    await filled.drop();
  }
}

/** Ordinary rows in every table. */
async function fillGround(scratch: Scratch, notes: string[]): Promise<void> {
  await scratch.connect(async (client) => {
    if (!mayFireCode(client)) {
      notes.push('compared on empty tables: functions of the history reach for a server that others use');
      return;
    }
    const { unfilled } = await fillTables(client, { tables: await readTables(client) });
    for (const { table, reason } of unfilled) notes.push(`${table} has fewer than two rows: ${reason}`);
  });
}

/** The original on a copy; tables whose rows stop it are emptied first, all of them at last. */
async function runOriginal(filled: Scratch, original: Migration, notes: string[]): Promise<End | Stopped> {
  for (let emptied = 0, takenOut = 0; ; emptied += 1) {
    const end = await onCopy(filled, (client) => runScript(client, original.up));
    if (!('reason' in end) || emptied > MOST_EMPTIED) return end;
    const { refused } = end;
    if (refused !== undefined && takenOut < MOST_TAKEN_OUT) {
      takenOut += 1;
      if (await filled.connect((client) => takeOutRows(client, refused))) {
        emptied -= 1;
        continue;
      }
    }
    const culprit = emptied < MOST_EMPTIED ? end.table : undefined;
    await filled.connect((client) => empty(client, culprit));
    notes.push(
      `${culprit ?? 'every table'} has no rows: on rows the original fails (${end.reason.split('\n', 1)[0]})`,
    );
  }
}

async function onCopy(from: Scratch, run: (client: Client) => Promise<void>): Promise<End | Stopped> {
  const scratch = await from.copy('equal');
  try {
    await scratch.connect(run);
    return await scratch.connect(async (client) => ({
      catalog: await readCatalog(client),
      content: await readContent(client),
    }));
  } catch (error) {
    if (isAgoraError(error) ? error.code === 'migrations.interrupted' : sqlState(error) === undefined)
      throw error;
    const told = isAgoraError(error) ? error : describeSqlError(error);
    const known = serverError(error);
    const table =
      known?.schema === undefined || known.table === undefined ? undefined : `${known.schema}.${known.table}`;
    const refused = refusedValue(error);
    return {
      ...(refused === undefined ? {} : { refused }),
      reason: [told.message, told.why ?? ''].join('\n').trim(),
      ...(table === undefined ? {} : { table }),
    };
  } finally {
    await scratch.drop();
  }
}

/** The parts in order, each with its backfill, and the contraction of what they expand. */
async function runParts(client: Client, { parts, schema }: EqualityInput): Promise<void> {
  for (const part of parts) await runForwards(client, part);
  await contractAll(client, openExpansions(parts, schema));
}

async function empty(client: Client, table: string | undefined): Promise<void> {
  const tables = await readTables(client);
  // The migration itself may make the one that refused rows.
  const culprits = tables.filter(({ label }) => label === table);
  const names = (culprits.length > 0 ? culprits : tables).map(({ name }) => name);
  if (names.length === 0) return;
  const truncate = `TRUNCATE ${names.join(', ')} CASCADE`;
  await client.query(truncate).catch(async (error: unknown) => {
    if (sqlState(error) === undefined) throw error;
    // A trigger that forbids it.
    await client.query(
      `SET session_replication_role TO replica; ${truncate}; RESET session_replication_role`,
    );
  });
}

/** Tables and columns in which either side has what the other has not. */
function rowDifferences(a: Content, b: Content): readonly string[] {
  return [...new Set([...lostContent(a, b), ...lostContent(b, a)])];
}

const nulls = (values: readonly string[] | undefined): number =>
  (values ?? []).filter((one) => one === '').length;

/** Columns with a NULL more on one side: values that differ anyway are there or not. */
function nullDifferences(a: Content, b: Content): readonly string[] {
  return [...a.tables].flatMap(([table, { values }]) =>
    [...values].flatMap(([column, mine]) => {
      const theirs = b.tables.get(table)?.values.get(column);
      return nulls(mine) === nulls(theirs)
        ? []
        : [`${table}.${column} is NULL in ${nulls(mine)} rows, and in ${nulls(theirs)}`];
    }),
  );
}

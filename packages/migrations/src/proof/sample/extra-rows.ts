import type { ColumnType, FillableTable } from '@agora/catalog';
import { type Client, quoteIdentifier, sqlState } from '@agora/postgres';
import {
  addRow,
  inOrder,
  openColumns,
  type RowKind,
  rowMark,
  ROWS,
  takesLiteral,
  withTriggersOff,
} from '@agora/seeding/fill';

import type { Script } from '../../project/folder.ts';
import { type ConvertibleTexts, convertibleTexts } from './convertible-texts.ts';
import { hintsOf, type ScriptHints } from './script-hints.ts';
import { zoneRows } from './zone-times.ts';

/** Extra rows of one table; a column with more enum labels than this is not shown in full. */
const MOST_ROWS = 24;
/** Further values tried for a row that another is in the way of; it is no loss if there is none. */
const ATTEMPTS = 6;

/** A row beyond the two of its table, which is taken out again. */
export interface ExtraRow {
  readonly table: FillableTable;
  readonly kind: RowKind['kind'];
  readonly hash: string;
}

/**
 * Adds rows to the tables that the scripts (forward and back) may change, which show what they would do to unusual data:
 * NULL wherever that may be, odd values, repeated ones, every label of an enum, literals that they mention, rows for which
 * their conditions hold. What a table does not take is left out.
 *
 * @param tables those of the database
 * @returns the rows, each after those it points at
 */
export async function addExtraRows(
  client: Client,
  tables: readonly FillableTable[],
  ...scripts: readonly Script[]
): Promise<readonly ExtraRow[]> {
  const found: ExtraRow[] = [];
  const conversions: ConvertibleTexts[] = [];
  for (const script of scripts) conversions.push(await convertibleTexts(client, script, tables));
  for (const hints of hintsOf(scripts, inOrder(tables))) {
    const inZone = zoneRows(hints.table).map((texts): RowKind => ({ kind: 'texts', texts }));
    const converted = conversions.flatMap(({ extraKinds }) => extraKinds(hints.table));
    const kinds = [...converted, ...inZone, ...kindsOf(hints)].slice(0, MOST_ROWS);
    for (const [index, kind] of kinds.entries()) {
      // What else a row shows, a conversion must take what it converts.
      const usual = conversions.map(({ kindOf }) => kindOf(hints.table, index + 1)?.texts);
      const known = new Map(usual.flatMap((one) => [...(one ?? [])]));
      const texts = new Map([...known, ...(kind.texts ?? [])]);
      const row = await addExtraRow(client, hints.table, ROWS + 1 + index, { ...kind, texts });
      if (row !== undefined) found.push(row);
    }
  }
  return found;
}

/** A row with NULL in every column that may be, but for some. */
export async function addNullRow(
  client: Client,
  table: FillableTable,
  except: ReadonlySet<string>,
): Promise<ExtraRow | undefined> {
  return addExtraRow(client, table, ROWS + 1, { kind: 'nulls', except });
}

async function addExtraRow(
  client: Client,
  table: FillableTable,
  row: number,
  kind: RowKind,
): Promise<ExtraRow | undefined> {
  const known = kind.kind === 'nulls' ? await columnsWithNull(client, table) : new Set<string>();
  if (kind.kind === 'nulls' && openColumns(table).every((name) => known.has(name) || kind.except.has(name)))
    return undefined;
  const outcome = await addRow(client, table, row, {
    kind,
    attempts: ATTEMPTS,
    stride: MOST_ROWS,
    tracked: true,
  });
  if ('reason' in outcome) return undefined;
  const added: ExtraRow = { table, kind: kind.kind, hash: outcome.hash };
  if (kind.kind !== 'nulls' || outcome.nulls.some((name) => !known.has(name))) return added;
  // Checks or triggers gave it values after all: it shows nothing that other rows do not.
  await takeOut(client, [added]);
  return undefined;
}

/** Columns in which some row is null. */
async function columnsWithNull(client: Client, table: FillableTable): Promise<ReadonlySet<string>> {
  const open = openColumns(table);
  if (open.length === 0) return new Set();
  const flags = open.map((name) => `bool_or(${quoteIdentifier(name)} IS NULL)`).join(', ');
  const { rows } = await client.query<{ nulls: (boolean | null)[] }>(
    `SELECT ARRAY[${flags}] AS nulls FROM ${table.name}`,
  );
  return new Set(open.filter((_, index) => rows[0]?.nulls[index] === true));
}

function kindsOf({ table, literals, conditions, needsSpare, isRead }: ScriptHints): readonly RowKind[] {
  const numbers = literals.numbers.flatMap((one) => [one, one + 1, one - 1]).map(String);
  const wanted: RowKind[] = [
    { kind: 'nulls', except: new Set() },
    { kind: 'odd', oddness: 'strong' },
    { kind: 'odd', oddness: 'mild' },
    ...(isRead ? [{ kind: 'odd', oddness: 'strong', reversed: true } as const] : []),
    ...(isRead ? [{ kind: 'twin' } as const] : []),
    ...(needsSpare ? [{ kind: 'plain' } as const] : []),
    ...conditions.map((condition): RowKind => ({ kind: 'condition', condition })),
    ...[...literals.strings, ...numbers]
      .filter((literal) => takesLiteral(table, literal))
      .map((literal): RowKind => ({ kind: 'literal', literal })),
  ];
  // The labels of an enum go round from row to row.
  const labels = Math.max(0, ...table.columns.map(({ type }) => labelsOf(type))) - ROWS;
  while (wanted.length < labels) wanted.push({ kind: 'plain' });
  return wanted.slice(0, MOST_ROWS);
}

function labelsOf(type: ColumnType): number {
  return (
    type.labels?.length ?? Math.max(0, ...[type.base, type.element].map((one) => (one ? labelsOf(one) : 0)))
  );
}

/**
 * Deletes rows, the last first.
 * @returns whether all of them were there as they had been put in
 */
export async function takeOut(client: Client, rows: readonly ExtraRow[]): Promise<boolean> {
  let complete = true;
  for (const table of new Set(rows.map((row) => row.table).toReversed())) {
    const hashes = rows.filter((row) => row.table === table).map((row) => row.hash);
    const sql = `DELETE FROM ${table.name} WHERE ${rowMark(table)} = ANY ('{${hashes.join(',')}}'::text[])`;
    // Asleep where a trigger forbids it, on a table that is append-only, or something points at a row.
    const remove = (): Promise<number> => client.query(sql).then(({ rowCount }) => rowCount ?? 0);
    const count =
      (await unlessRefused(remove)) ?? (await unlessRefused(() => withTriggersOff(client, remove))) ?? 0;
    if (count < hashes.length) complete = false;
  }
  return complete;
}

/** Undefined when the server refuses it. */
async function unlessRefused(action: () => Promise<number>): Promise<number | undefined> {
  try {
    return await action();
  } catch (error) {
    if (sqlState(error) === undefined) throw error;
    return undefined;
  }
}

import { type Client, quoteIdentifier, quoteLiteral } from '@agora/postgres';

import { PARKED_PREFIX } from '../parking/names.ts';
import { PARKED_TABLE } from '../parking/parked.ts';
import { queryAside, textOf } from './count/query-aside.ts';
import { type Gone, goneBetween, type Standing, type Tables } from './gone.ts';
import { withoutHome } from './home.ts';
import type { CountedLoss } from './loss.ts';

/** A table with what a transaction has done to it so far. */
interface Table extends Standing {
  /** The file of its rows; another one after TRUNCATE, or when it is written anew. */
  readonly file: string;
  readonly hasBytes: boolean;
  /** Rows that this transaction has deleted, whatever did it: triggers, functions, foreign keys. */
  readonly deleted: number;
}

interface Held extends Table {
  /** Whether it is known to hold no row. */
  readonly isEmpty: boolean;
}

/** What a database holds at one moment of a transaction. */
export type Holdings = Tables<Held>;

/** Reads what the tables of a database hold; temporary ones aside. */
export async function readHoldings(client: Client): Promise<Holdings> {
  const tables = await readTables(client);
  const filled = await readFilled(
    client,
    [...tables].filter(([, { hasBytes }]) => hasBytes),
  );
  return new Map([...tables].map(([number, table]) => [number, { ...table, isEmpty: !filled.has(number) }]));
}

/** So many tables are asked at once: each takes a lock, and a server has room for some thousands. */
const ASKED_AT_ONCE = 100;

/** Those that hold a row: bytes alone may be of rows long deleted. One that cannot be asked counts as filled. */
async function readFilled(
  client: Client,
  tables: readonly (readonly [string, Table])[],
): Promise<ReadonlySet<string>> {
  const filled = new Set<string>();
  const askFor = async (some: typeof tables): Promise<void> => {
    const list = some.map(([, table]) => `EXISTS (SELECT FROM ONLY ${nameOf(table)})`).join(', ');
    const [row] = await queryAside(client, [], `SELECT ARRAY[${list}] AS found`);
    const found: readonly unknown[] = Array.isArray(row?.['found']) ? row['found'] : [];
    for (const [at, [number]] of some.entries()) if (found[at] !== false) filled.add(number);
  };
  for (let at = 0; at < tables.length; at += ASKED_AT_ONCE) {
    const some = tables.slice(at, at + ASKED_AT_ONCE);
    try {
      await askFor(some);
    } catch {
      // A policy, a right or a lock stands before one of them: which, only asking each tells.
      for (const one of some) await askFor([one]).catch(() => filled.add(one[0]));
    }
  }
  return filled;
}

async function readTables(client: Client): Promise<Tables<Table>> {
  const rows = await queryAside(
    client,
    [],
    `SELECT c.oid::text AS oid, n.nspname AS schema, c.relname AS "table", i.inhparent::text AS parent,
            pg_catalog.pg_relation_filenode(c.oid)::text AS file,
            coalesce(pg_catalog.pg_relation_size(c.oid), 0)::text AS size,
            pg_catalog.pg_stat_get_xact_tuples_deleted(c.oid)::text AS deleted,
            (SELECT pg_catalog.json_object_agg(a.attnum, a.attname) FROM pg_catalog.pg_attribute a
             WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
            (SELECT pg_catalog.json_agg(a.attnum::text) FROM pg_catalog.pg_attribute a
             WHERE a.attrelid = c.oid AND NOT a.attislocal AND a.attinhcount > 0) AS inherited
     FROM pg_catalog.pg_class c
     JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     LEFT JOIN pg_catalog.pg_inherits i ON i.inhrelid = c.oid AND c.relispartition
     WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't'
       AND n.nspname NOT IN ('pg_catalog', 'information_schema')
       AND n.nspname || '.' || c.relname <> ${quoteLiteral(PARKED_TABLE)}
     ORDER BY 2, 3`,
  );
  return new Map(
    rows.map((row) => [
      textOf(row, 'oid'),
      {
        schema: textOf(row, 'schema'),
        table: textOf(row, 'table'),
        ...(row['parent'] === null ? {} : { parent: textOf(row, 'parent') }),
        columns: new Map(
          Object.entries(row['columns'] ?? {}).map(([number, name]) => [number, String(name)]),
        ),
        inherited: new Set(Array.isArray(row['inherited']) ? row['inherited'].map(String) : []),
        file: textOf(row, 'file'),
        hasBytes: textOf(row, 'size') !== '0',
        deleted: Number(textOf(row, 'deleted')),
      },
    ]),
  );
}

/**
 * What a transaction has taken away, whoever did it and however: tables and columns that are gone, with the rows that
 * were counted of them beforehand, rows deleted, tables emptied.
 *
 * @param foreseen what was counted at the beginning of the transaction
 */
export async function measureLosses(
  client: Client,
  before: Holdings,
  foreseen: readonly CountedLoss[],
  { migration, home }: { readonly migration: string; readonly home: string },
): Promise<readonly CountedLoss[]> {
  const after = await readTables(client);
  const counted = (target: CountedLoss['target']): number | undefined =>
    foreseen.find((loss) => isSame(loss.target, target) && loss.where === undefined)?.rows;
  const missing = goneBetween(before, after).filter((gone) => !isParked(gone));
  const losses: CountedLoss[] = missing.map((gone) => {
    const target = withoutHome(gone.target, home);
    const rows = counted(target) ?? (hasNoRows(gone, before) ? 0 : undefined);
    return { migration, target, ...(rows === undefined ? UNREAD : { rows }) };
  });
  for (const [number, was] of before) {
    const is = after.get(number);
    if (!is) continue;
    const target = withoutHome({ schema: was.schema, table: was.table }, home);
    const deleted = is.deleted - was.deleted;
    if (deleted > 0) losses.push({ migration, target, rows: deleted, isPart: true });
    if (was.file !== is.file && !was.isEmpty && (await isEmptied(client, is))) {
      const rows = counted(target);
      losses.push({ migration, target, ...(rows === undefined ? UNREAD : { rows }) });
    }
  }
  // Values of columns that stay leave no trace: what was counted of them is said once more.
  const named = (
    column: string | undefined,
    { schema, table }: Table,
    target: CountedLoss['target'],
  ): boolean => target?.table === table && (target.schema ?? home) === schema && target.column === column;
  const changed = foreseen.filter(
    ({ target, isParked: aside, rows }) =>
      target?.column !== undefined &&
      aside !== true &&
      rows !== 0 &&
      [...before].some(([number, was]) =>
        [...was.columns].some(
          ([at, column]) => after.get(number)?.columns.has(at) === true && named(column, was, target),
        ),
      ),
  );
  return [...losses, ...changed];
}

/** What is parked in a column goes when its values are back in another. */
function isParked({ target }: Gone): boolean {
  return target.column?.startsWith(PARKED_PREFIX) === true;
}

const UNREAD = { problem: 'they went through something that cannot be read' } as const;

/** Whether nothing was in a table and all its partitions. */
function hasNoRows({ from }: Gone<Held>, before: Holdings): boolean {
  const partitions = [...before.values()].filter(
    ({ parent }) => parent !== undefined && before.get(parent) === from,
  );
  return from.isEmpty && partitions.every((one) => hasNoRows({ target: one, from: one }, before));
}

function isSame(a: CountedLoss['target'], b: CountedLoss['target']): boolean {
  return a !== undefined && a.schema === b?.schema && a.table === b?.table && a.column === b.column;
}

async function isEmptied(client: Client, table: Table): Promise<boolean> {
  return (await queryAside(client, [], `SELECT FROM ONLY ${nameOf(table)} LIMIT 1`)).length === 0;
}

function nameOf({ schema, table }: Table): string {
  return `${quoteIdentifier(schema)}.${quoteIdentifier(table)}`;
}

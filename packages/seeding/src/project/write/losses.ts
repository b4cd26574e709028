import { AgoraError } from '@agora/core';
import { type Client, quoteIdentifier } from '@agora/postgres';
import { keyOf, NOT_KEPT } from '../../records/index.ts';
import type { ProjectSet } from '../sets/set.ts';

/** A foreign key whose rows go, or are changed, with the row that they point at. */
interface Cascade {
  readonly child: number;
  readonly child_sql: string;
  readonly parent_sql: string;
  readonly columns: readonly string[];
  readonly target_columns: readonly string[];
  /** As in pg_constraint: c cascade, n set null, d set default. */
  readonly action: string;
}

const CASCADES = `SELECT f.conrelid::int8::float8 AS child, f.conrelid::regclass::text AS child_sql,
  f.confrelid::regclass::text AS parent_sql, f.confdeltype::text AS action,
  (SELECT jsonb_agg(a.attname ORDER BY k.place) FROM unnest(f.conkey) WITH ORDINALITY k(number, place)
    JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = k.number) AS columns,
  (SELECT jsonb_agg(a.attname ORDER BY k.place) FROM unnest(f.confkey) WITH ORDINALITY k(number, place)
    JOIN pg_attribute a ON a.attrelid = f.confrelid AND a.attnum = k.number) AS target_columns
FROM pg_constraint f WHERE f.contype = 'f' AND f.conparentid = 0 AND f.confdeltype IN ('c', 'n', 'd')`;

/** Rows listed for each table in a refusal. */
const LISTED = 5;

/**
 * Refuses when rows that are not the seeds' would go, or lose what they point at, with rows that the seeds take away.
 * @param leaving sets of which all rows go that were not kept by `keepKeys`
 * @param ours sets whose rows may go, since they are written again or go themselves
 * @throws seed.own_rows, listing them
 */
export async function refuseLosses(
  client: Client,
  leaving: readonly ProjectSet[],
  ours: readonly ProjectSet[],
): Promise<void> {
  await client.query('CREATE TEMPORARY TABLE IF NOT EXISTS seed_kept (name text, key text[]) ON COMMIT DROP');
  await client.query(
    'CREATE TEMPORARY TABLE seed_doomed (rel oid, at tid, goes boolean, PRIMARY KEY (rel, at)) ON COMMIT DROP',
  );
  for (const set of leaving)
    await client.query(
      `INSERT INTO pg_temp.seed_doomed SELECT t.tableoid, t.ctid, true
         FROM ${set.target.sql} t JOIN agora.seed_rows s ON s.key = ${keyOf(set, 't')}
        WHERE s.name = $1 AND ${NOT_KEPT} ON CONFLICT DO NOTHING`,
      [set.entity],
    );
  const { rows: cascades } = await client.query<Cascade>(CASCADES);
  let more = leaving.length > 0;
  while (more) {
    more = false;
    for (const cascade of cascades) if ((await follow(client, cascade)) > 0) more = true;
  }
  const lines: string[] = [];
  for (const child of new Map(cascades.map((one) => [one.child, one.child_sql])))
    lines.push(...(await strangers(client, child, ours)));
  if (lines.length === 0) return;
  throw new AgoraError({
    code: 'seed.own_rows',
    message:
      'Rows that are not the seeds’ depend on rows that the seeds would take away. Nothing was changed.',
    why: lines.join('\n'),
    fix: 'Remove these rows first, or let the seeds keep what they belong to.',
  });
}

/** Notes the rows of a foreign key that point at doomed ones. */
async function follow(client: Client, cascade: Cascade): Promise<number> {
  const { columns, target_columns: targets, child_sql: child, parent_sql: parent, action } = cascade;
  const same = columns.map(
    (column, index) => `c.${quoteIdentifier(column)} = p.${quoteIdentifier(targets[index]!)}`,
  );
  const { rowCount } = await client.query(
    `INSERT INTO pg_temp.seed_doomed SELECT c.tableoid, c.ctid, $1
       FROM pg_temp.seed_doomed d JOIN ${parent} p ON p.ctid = d.at AND p.tableoid = d.rel
       JOIN ${child} c ON ${same.join(' AND ')} WHERE d.goes ON CONFLICT DO NOTHING`,
    [action === 'c'],
  );
  return rowCount ?? 0;
}

async function strangers(
  client: Client,
  [oid, table]: readonly [number, string],
  ours: readonly ProjectSet[],
): Promise<string[]> {
  const sets = ours.filter(({ target }) => target.table.oid === oid);
  const seeded = sets.map(
    (set, index) =>
      `AND NOT EXISTS (SELECT FROM agora.seed_rows s WHERE s.key = ${keyOf(set, 't')} AND s.name = $${index + 1})`,
  );
  const key = await primaryKey(client, oid);
  const { rows } = await client.query<{ key: string; found: number }>(
    `SELECT ${key.length === 0 ? "'a row'" : `(${keyOf({ key }, 't')})::text`} AS key, (count(*) OVER ())::integer AS found
       FROM pg_temp.seed_doomed d JOIN ${table} t ON t.ctid = d.at AND t.tableoid = d.rel
      WHERE true ${seeded.join(' ')} LIMIT ${LISTED}`,
    sets.map(({ entity }) => entity),
  );
  const [first] = rows;
  if (first === undefined) return [];
  const others = first.found > rows.length ? ` and ${first.found - rows.length} more` : '';
  return [`${table}: ${rows.map((row) => row.key).join(', ')}${others}`];
}

async function primaryKey(client: Client, oid: number): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT a.attname AS name FROM pg_index i CROSS JOIN unnest(i.indkey::int2[]) WITH ORDINALITY k(number, place)
       JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number
      WHERE i.indisprimary AND i.indrelid = $1::oid ORDER BY k.place`,
    [oid],
  );
  return rows.map(({ name }) => name);
}

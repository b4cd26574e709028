import { type Client, failedWith, quoteIdentifier, quoteLiteral, sqlState, SQLSTATE } from '@agora/postgres';
import { quoted } from '@agora/postgres/parser';

import type { Origin } from '../../../script/model/schema-model.ts';
import { type MadeValue, type Question, ROW, type RowTest } from '../../read/obstacles/row-test.ts';
import { ofBounds } from './count-bounds.ts';
import { ofInserted } from './count-inserted.ts';
import { ofRaised } from './count-raised.ts';
import { number, relationOf } from '../counting.ts';
import { foreignKeysTo } from '../dependents.ts';
import { queryAside, textOf } from '../query-aside.ts';
import type { Refused } from './refused.ts';

/**
 * Rows that stand in the way of a statement as they are; none where it cannot be asked, since the statement itself will
 * tell. Runs in the open transaction, and changes nothing.
 */
export async function refusedBy(client: Client, test: RowTest): Promise<readonly Refused[]> {
  try {
    const found = test.question ? await answer(client, test, test.question) : [];
    return found.length > 0 || !test.made ? found : await unmadeValues(client, test.table, test.made);
  } catch (error) {
    if (client.getTransactionStatus() !== 'T') throw error;
    return failedWith(error, SQLSTATE.queryCanceled) ? [{ rows: undefined, what: test.what }] : [];
  }
}

async function answer(client: Client, test: RowTest, question: Question): Promise<readonly Refused[]> {
  try {
    return await ask(client, test, question);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return test.reads ? unmadeValues(client, test.table, test.reads) : [];
  }
}

async function ask(client: Client, test: RowTest, question: Question): Promise<readonly Refused[]> {
  const { table, what } = test;
  switch (question.kind) {
    case 'count':
      return some(await number(client, table.path, question.sql), what);
    case 'key': {
      const sql = question.sql(await primaryKey(client, question.of));
      return sql === '' ? [] : some(await number(client, table.path, sql), what);
    }
    case 'bounds': {
      const sql = await ofBounds(client, question);
      return sql === '' ? [] : some(await number(client, table.path, sql), what);
    }
    case 'inserted':
      return ofInserted(client, test, question);
    case 'domain':
      return ofDomain(client, test, question);
    case 'raised':
      return ofRaised(client, test, question);
    case 'deleted':
      return ofDeleted(client, test, question);
    default:
      return ofIndexes(client, test, question);
  }
}

const list = (of: readonly string[]): string => of.map((one) => quoteIdentifier(one)).join(', ');

const some = (rows: number, what: string): readonly Refused[] => (rows > 0 ? [{ rows, what }] : []);

/** Whether the server refused data, or a function of the project did. */
const isRefusal = (error: unknown): boolean => /^(?:22|23|P0001)/.test(sqlState(error) ?? '');

/** Rows of which a value cannot be made. */
async function unmadeValues(
  client: Client,
  table: Origin,
  { sql, what }: MadeValue,
): Promise<readonly Refused[]> {
  const { schema, table: name } = await relationOf(client, table);
  const from = `${quoted({ schema, name })} AS ${ROW}`;
  const all = `SELECT pg_catalog.count(${sql}) AS rows FROM ${from}`;
  try {
    await queryAside(client, table.path, all);
    return [];
  } catch (error) {
    if (!isRefusal(error)) throw error;
  }
  const block = `DECLARE r record; n bigint := 0;
    BEGIN
      FOR r IN SELECT tableoid AS part, ctid AS place FROM ${from} LOOP
        BEGIN
          PERFORM pg_catalog.count(${sql}) FROM ${from} WHERE ${ROW}.tableoid = r.part AND ${ROW}.ctid = r.place;
        EXCEPTION WHEN data_exception OR integrity_constraint_violation OR raise_exception THEN n := n + 1;
        END;
      END LOOP;
      PERFORM pg_catalog.set_config('agora.refused', n::text, true);
    END`;
  const count = `DO ${quoteLiteral(block)}; SELECT pg_catalog.current_setting('agora.refused')::bigint AS rows`;
  // That there is one is known.
  const rows = await number(client, table.path, count).catch(() => undefined);
  return rows === undefined ? [{ rows: 1, isLeast: true, what }] : some(rows, what);
}

/** The columns of a primary key, in its order. */
async function primaryKey(client: Client, table: Origin): Promise<readonly string[]> {
  const rows = await queryAside(
    client,
    table.path,
    `SELECT a.attname AS name FROM pg_catalog.pg_constraint k, pg_catalog.unnest(k.conkey) WITH ORDINALITY u (num, at)
       JOIN pg_catalog.pg_attribute a ON a.attnum = u.num
     WHERE k.contype = 'p' AND k.conrelid = pg_catalog.to_regclass(${quoteLiteral(quoted(table))}) AND a.attrelid = k.conrelid
     ORDER BY u.at`,
  );
  return rows.map((row) => textOf(row, 'name'));
}

async function ofDomain(
  client: Client,
  { what }: RowTest,
  { of, condition }: Extract<Question, { kind: 'domain' }>,
): Promise<readonly Refused[]> {
  const columns = await queryAside(
    client,
    of.path,
    `WITH RECURSIVE kinds AS (
       SELECT pg_catalog.to_regtype(${quoteLiteral(quoted(of))})::oid AS oid
       UNION SELECT t.oid FROM pg_catalog.pg_type t JOIN kinds k ON t.typbasetype = k.oid
     )
     SELECT n.nspname AS schema, c.relname AS "table", a.attname AS "column"
     FROM kinds k JOIN pg_catalog.pg_attribute a ON a.atttypid = k.oid AND NOT a.attisdropped
       JOIN pg_catalog.pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p') AND NOT c.relispartition
       JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     ORDER BY 1, 2, 3`,
  );
  const found: Refused[] = [];
  for (const row of columns) {
    const [table, column] = [textOf(row, 'table'), textOf(row, 'column')];
    const value = `SELECT ${quoteIdentifier(column)} AS value FROM ${quoted({ schema: textOf(row, 'schema'), name: table })}`;
    const sql = `SELECT pg_catalog.count(*) AS rows FROM (${value}) AS asked WHERE NOT (${condition}\n)`;
    found.push(...some(await number(client, of.path, sql), `of ${table}.${column} ${what}`));
  }
  return found;
}

/** Rows that refer to others which are deleted, and may neither go along nor let go of them. */
async function ofDeleted(
  client: Client,
  { table, what }: RowTest,
  { rows, isGone }: Extract<Question, { kind: 'deleted' }>,
): Promise<readonly Refused[]> {
  const found: Refused[] = [];
  const own = await relationOf(client, table);
  const [fired] = await queryAside(
    client,
    table.path,
    `SELECT EXISTS (SELECT FROM pg_catalog.pg_trigger WHERE tgrelid = pg_catalog.to_regclass(${quoteLiteral(quoted(table))})
       AND NOT tgisinternal AND tgtype & 8 > 0) AS has`,
  );
  const keys = await foreignKeysTo(client, table);
  for (const key of keys) {
    const { schema, table: child, columns, refers, name } = key;
    const goesOtherwise = keys.some((one) => one.table === child && one.action === 'CASCADE');
    const isSelf = own.schema === schema && own.table === child;
    const names = [name, child, ...columns.map((column) => `${child}.${column}`)];
    if (key.action !== 'NO ACTION' || goesOtherwise || isSelf || names.some((one) => isGone(one))) continue;
    const sql = `SELECT pg_catalog.count(*) AS rows FROM ${quoted({ schema, name: child })} WHERE (${list(columns)}) IN (SELECT ${list(refers)} FROM ${rows})`;
    const refused = some(await number(client, table.path, sql), `of ${child} ${what}`);
    const isUnsure = fired?.['has'] === true || key.isDeferrable;
    found.push(...refused.map((one) => (isUnsure ? { ...one, isUnsure } : one)));
  }
  return found;
}

/** Rows whose values become alike in a unique index that stays. */
async function ofIndexes(
  client: Client,
  { table, what }: RowTest,
  { columns, without }: Extract<Question, { kind: 'indexed' }>,
): Promise<readonly Refused[]> {
  const indexes = await queryAside(
    client,
    table.path,
    `SELECT c.relname AS name,
            (SELECT pg_catalog.json_agg(a.attname ORDER BY u.at)
             FROM pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY u (num, at)
             JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = u.num WHERE u.at <= i.indnkeyatts) AS columns
     FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
     WHERE i.indrelid = pg_catalog.to_regclass(${quoteLiteral(quoted(table))}) AND i.indisunique AND i.indisvalid
       AND i.indexprs IS NULL AND i.indpred IS NULL ORDER BY 1`,
  );
  for (const row of indexes) {
    const keys = Array.isArray(row['columns']) ? row['columns'].map(String) : [];
    const names = [textOf(row, 'name'), ...keys.map((key) => `${table.name}.${key}`)];
    if (!keys.some((key) => columns.has(key)) || names.some((name) => without.has(name))) continue;
    const made = keys.map((key, at) => `${columns.get(key) ?? `${ROW}.${quoteIdentifier(key)}`} AS k${at}`);
    const places = keys.map((_, at) => `k${at}`);
    const sql = `SELECT coalesce(pg_catalog.sum(n - 1), 0)::bigint AS rows FROM (
        SELECT pg_catalog.count(*) AS n FROM (SELECT ${made.join(', ')} FROM ${quoted(table)} AS ${ROW}) AS keyed
        WHERE ${places.map((one) => `${one} IS NOT NULL`).join(' AND ')}
        GROUP BY ${places.join(', ')} HAVING pg_catalog.count(*) > 1) AS repeated`;
    const refused = some(await number(client, table.path, sql), what);
    if (refused.length > 0) return refused;
  }
  return [];
}

import { type ColumnType, type FillableColumn, type FillableTable, readTables } from '@agora/catalog';
import { type Client, failedWith, quoteIdentifier, quoteLiteral, SQLSTATE, sqlState } from '@agora/postgres';

import { inOrder } from './table-order.ts';
import { withTriggersOff } from './rows/triggers-off.ts';

/** How many rows a table came to have. */
export interface ManyRows {
  /** `schema.table`. */
  readonly table: string;
  readonly rows: number;
  /** Why they are not as many as were asked for, in the server's words where it said any. */
  readonly reason?: string;
}

/**
 * Raises tables to a number of rows, a statement a table: each row is one of those that are there with other values
 * wherever they may differ, and points at rows of the tables that it must point at. Triggers and foreign keys sleep
 * meanwhile where the role may do that. The same rows on every run.
 * @param client a connection to a scratch database, with no transaction open
 * @param options.tables to be raised, all unless given; those with no row stay empty
 * @param options.rows how many each is to have
 * @param options.nulls whether every other row is to be NULL in what may be and no key or check looks at; default false
 */
export async function multiplyRows(client: Client, options: Wanted): Promise<readonly ManyRows[]> {
  const report: ManyRows[] = [];
  for (const table of inOrder(options.tables ?? (await readTables(client))))
    report.push(await multiply(client, table, options));
  return report;
}

interface Wanted {
  readonly tables?: readonly FillableTable[];
  readonly rows: number;
  readonly nulls?: boolean;
}

/** How one INSERT makes its rows. */
interface Making {
  readonly rows: number;
  readonly isVaried: (column: string) => boolean;
  /** In every other row NULL. */
  readonly isOpen: (column: FillableColumn) => boolean;
}

async function multiply(
  client: Client,
  table: FillableTable,
  { rows, nulls = false }: Wanted,
): Promise<ManyRows> {
  const present = await countOf(client, table);
  const missing = rows - present;
  if (present === 0) return { table: table.label, rows: 0, reason: 'it has no row to begin with' };
  if (missing <= 0) return { table: table.label, rows: present };
  const checked = new Set(table.checks.flatMap(({ columns }) => columns));
  const unique = new Set(table.uniques.flat());
  const varied: ((column: string) => boolean)[] = [
    () => true,
    (column) => !checked.has(column),
    (column) => unique.has(column) && !checked.has(column),
    (column) => unique.has(column),
  ];
  const isOpen = ({ name, notNull }: FillableColumn): boolean =>
    nulls && !notNull && !checked.has(name) && !unique.has(name);
  let reason = '';
  let most = present;
  for (const isVaried of varied) {
    const outcome = await insertMany(client, insertSql(table, { rows: missing, isVaried, isOpen }));
    if (typeof outcome === 'string') {
      reason ||= outcome;
      continue;
    }
    most = await countOf(client, table);
    if (most >= Math.floor(rows * 0.9)) return { table: table.label, rows: most };
  }
  return { table: table.label, rows: most, reason: reason || 'its values do not differ enough' };
}

async function countOf(client: Client, table: FillableTable): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*)::float8 AS count FROM ${table.name}`,
  );
  return rows[0]?.count ?? 0;
}

/** @returns why it was refused, or undefined */
async function insertMany(client: Client, sql: string): Promise<string | undefined> {
  // What is taken already is left out, but a deferrable key cannot say so.
  const skipping = `${sql} ON CONFLICT DO NOTHING`;
  const ways = [
    () => withTriggersOff(client, () => client.query(skipping)),
    () => client.query(skipping),
    () => withTriggersOff(client, () => client.query(sql)),
    () => client.query(sql),
  ];
  let reason: string | undefined;
  for (const way of ways) {
    try {
      await way();
      return undefined;
    } catch (error) {
      if (sqlState(error) === undefined) throw error;
      reason = error instanceof Error ? error.message : String(error);
      if (!failedWith(error, SQLSTATE.insufficientPrivilege, SQLSTATE.objectNotInPrerequisiteState))
        return reason;
    }
  }
  return reason;
}

/** One INSERT; `n` numbers its rows, `b` is the row that each is made of. */
function insertSql(table: FillableTable, { rows, isVaried, isOpen }: Making): string {
  const { values, joins } = references(table);
  // Numbers that the database deals out itself are left to it.
  const open = table.columns.filter(
    ({ hasDefault, default: text }) => !hasDefault || (text !== undefined && !text.includes('nextval(')),
  );
  const columns = open.map((column) => {
    const own = `b.${quoteIdentifier(column.name)}`;
    const value = values.get(column.name) ?? (isVaried(column.name) ? varyColumn(table, column, own) : own);
    return isOpen(column) ? `CASE WHEN g.n % 2 = 1 THEN ${value} END` : value;
  });
  const names = open.map(({ name }) => quoteIdentifier(name)).join(', ');
  return [
    `INSERT INTO ${table.name} ${names === '' ? '' : `(${names})`}`,
    `SELECT ${columns.join(', ')} FROM generate_series(1, ${rows}) g(n)`,
    `JOIN (SELECT row_number() OVER () - 1 AS place, count(*) OVER () AS all_rows, t.* FROM ${table.name} t) b ON b.place = g.n % b.all_rows`,
    ...joins,
  ].join(' ');
}

/** Values of foreign keys, by column: of the n-th row of each target, or of one that agrees with columns settled before. */
function references(table: FillableTable): {
  readonly values: ReadonlyMap<string, string>;
  readonly joins: readonly string[];
} {
  const values = new Map<string, string>();
  const joins: string[] = [];
  const keys = table.foreignKeys.toSorted((a, b) => b.columns.length - a.columns.length);
  for (const [place, key] of keys.entries()) {
    const alias = `k${place}`;
    const pairs = key.columns.map((column, index) => ({
      column,
      target: quoteIdentifier(key.targetColumns[index] ?? ''),
      settled: values.get(column),
    }));
    if (pairs.every(({ settled }) => settled !== undefined)) continue;
    const targets = pairs.map(({ target }) => target).join(', ');
    const settled = pairs.filter((pair) => pair.settled !== undefined);
    if (settled.length === 0)
      joins.push(
        `LEFT JOIN (SELECT row_number() OVER (ORDER BY ${targets}) - 1 AS place, count(*) OVER () AS all_rows, ${targets}
           FROM ${key.targetName}) ${alias} ON ${alias}.place = g.n % (SELECT greatest(count(*), 1) FROM ${key.targetName})`,
      );
    else
      joins.push(
        `LEFT JOIN (SELECT DISTINCT ON (${settled.map(({ target }) => target).join(', ')}) ${targets} FROM ${key.targetName}
           ORDER BY ${[...settled, ...pairs].map(({ target }) => target).join(', ')}) ${alias} ON ${settled
             .map(({ target, settled: value }) => `${alias}.${target} = ${value}`)
             .join(' AND ')}`,
      );
    for (const { column, target } of pairs) if (!values.has(column)) values.set(column, `${alias}.${target}`);
  }
  return { values, joins };
}

function varyColumn(table: FillableTable, { name, type }: FillableColumn, own: string): string {
  const varied = vary(type, own, `${table.label}.${name}`);
  return varied === undefined ? own : `(${varied})::${type.sql}`;
}

/** The n-th value of a type, like `own` where the type has room for that; undefined where it stays as it is. */
function vary(type: ColumnType, own: string, salt: string): string | undefined {
  if (type.kind === 'd' && type.base !== undefined) return vary(type.base, own, salt);
  const token = `lpad(to_hex(g.n), 8, '0')`;
  switch (type.name) {
    case 'int2':
      return 'g.n % 32767';
    case 'int4':
    case 'int8':
    case 'float8':
      return 'g.n + 1000';
    case 'numeric': {
      const digits = (type.precision ?? 18) - (type.scale ?? 0);
      return digits < 1 ? undefined : `g.n % ${10 ** Math.min(digits, 15)}`;
    }
    case 'text':
    case 'varchar':
    case 'bpchar':
    case 'citext': {
      const room = (type.length ?? 48) - 8;
      return room < 0
        ? `right(${token}, ${type.length})`
        : `left(coalesce(${own}::text, ''), ${room}) || ${token}`;
    }
    case 'uuid':
      return `md5(${quoteLiteral(salt)} || g.n)`;
    case 'date':
      return `coalesce(${own}, DATE '2026-01-01') + (g.n % 3650)::int`;
    case 'timestamp':
    case 'timestamptz':
      return `coalesce(${own}, TIMESTAMPTZ '2026-01-01 00:00:00+00') + g.n * interval '1 second'`;
    case 'bytea':
      return `CASE WHEN octet_length(${own}) >= 4 THEN overlay(${own} PLACING decode(${token}, 'hex') FROM 1) ELSE decode(${token}, 'hex') END`;
    default:
      return undefined;
  }
}

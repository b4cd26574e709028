import { type Client, quoteIdentifier, quoteLiteral } from '@agora/postgres';
import { quoted } from '@agora/postgres/parser';

import type { Origin } from '../../script/model/schema-model.ts';
import { ofAny, ofBecoming, ofReferences } from './count-becoming.ts';
import { ofCasts } from './count-casts.ts';
import { queryAside, textOf } from './query-aside.ts';
import { ofDelete } from './count-deletes.ts';
import { ofTriggers } from './count-fired.ts';
import { attempt, type Counting, type Found, lock, number, type Relation, relationOf } from './counting.ts';
import { type Dependent, dependentsOf, foreignKeysTo } from './dependents.ts';
import { harmOf } from './functions.ts';
import { willPark } from '../../parking/will-park.ts';
import { withoutHome } from '../home.ts';
import type { CountedLoss } from '../loss.ts';
import type { PlacedTaking, Taking } from '../read/taking.ts';

/**
 * Counts what a statement takes away, in the state that the database is in. Runs in the open transaction, changes
 * nothing, and calls unknown what it cannot count.
 *
 * @param home the schema whose tables are named without it
 */
export async function countTaking(
  counting: Counting,
  { taking, line, isBound, mayPark = false }: PlacedTaking,
  home: string,
): Promise<readonly CountedLoss[]> {
  const parks = counting.parks === true && mayPark;
  const found = await attempt(
    counting,
    async () => [...((parks && (await parked(counting, taking))) || (await count(counting, taking)))],
    taking,
  );
  return found.map(({ target, ...rest }) => ({
    migration: '',
    ...(line === undefined ? {} : { line }),
    ...(target ? { target: withoutHome(target, home) } : {}),
    ...(isBound ? { isBound: true as const } : {}),
    ...rest,
  }));
}

/** What is moved aside and so not lost, with what goes along and is; undefined where it is not moved. */
async function parked(counting: Counting, taking: Taking): Promise<readonly Found[] | undefined> {
  if (!PARKABLE.has(taking.kind) || !('table' in taking)) return undefined;
  const { schema, table } = await relationOf(counting.client, taking.table);
  const column = 'column' in taking ? taking.column : undefined;
  const target = { schema, table, ...(column === undefined ? {} : { column }) };
  if (!(await willPark(counting.client, target))) return undefined;
  if (taking.kind === 'values') {
    const changed = await count(counting, taking);
    if (changed.every(({ rows }) => rows === 0)) return changed;
  }
  const own: Found = { target, rows: 0, isParked: true };
  if (!('cascade' in taking) || !taking.cascade) return [own];
  const isOwn = (found: Found): boolean =>
    found.target?.schema === schema && found.target.table === table && found.target.column === column;
  return [own, ...(await count(counting, taking)).filter((found) => !isOwn(found))];
}

const PARKABLE: ReadonlySet<Taking['kind']> = new Set(['table', 'column', 'values', 'declared']);

async function count(counting: Counting, taking: Taking): Promise<readonly Found[]> {
  switch (taking.kind) {
    case 'table':
      return ofTable(counting, taking);
    case 'column':
      return ofColumn(counting, taking);
    case 'attribute': {
      const holders = await dependentsOf(counting.client, { of: 'type', name: taking.type });
      return ofDependents(counting, holders, `attribute ${taking.attribute} of the type ${taking.type.name}`);
    }
    case 'object': {
      const through = `${taking.of} ${taking.name.name}`;
      return ofDependents(counting, await dependentsOf(counting.client, taking), through);
    }
    case 'truncate':
      return ofTruncate(counting, taking);
    case 'delete':
      return ofDelete(counting.client, taking);
    case 'declared':
      return ofColumnsOrRows(counting.client, taking);
    case 'values':
      return ofValues(counting, taking);
    case 'write':
      return ofTriggers(counting.client, taking);
    case 'call':
      return (await harmOf(counting.client, taking)).map((problem) => ({ problem }));
    case 'unknown':
      return [{ problem: taking.problem }];
    default:
      return taking satisfies never;
  }
}

async function ofValues(
  counting: Counting,
  taking: Extract<Taking, { kind: 'values' }>,
): Promise<readonly Found[]> {
  const { by } = taking;
  if (by !== 'unread' && 'casts' in by) return ofCasts(counting.client, taking, by.casts);
  if (by === 'unread' || ('value' in by && by.type === undefined)) {
    const own = by === 'unread' ? ofAny(counting.client, taking) : ofBecoming(counting.client, taking, by);
    return [...(await own), ...(await ofReferences(counting.client, taking))];
  }
  if ('value' in by) return ofBecoming(counting.client, taking, by);
  return ofColumnsOrRows(counting.client, { ...taking, where: by.where });
}

async function ofTable(
  counting: Counting,
  { table, cascade }: Extract<Taking, { kind: 'table' }>,
): Promise<readonly Found[]> {
  const relation = await relationOf(counting.client, table);
  const own = {
    target: { schema: relation.schema, table: relation.table },
    ...(await rowsOf(counting, relation)),
  };
  if (!cascade) return [own];
  const along = (await dependentsOf(counting.client, { of: 'table', name: table })).filter(
    (one) => one.schema !== relation.schema || one.table !== relation.table,
  );
  return [own, ...(await ofDependents(counting, along, `CASCADE of ${relation.table}`))];
}

async function ofColumn(
  counting: Counting,
  taking: Extract<Taking, { kind: 'column' }>,
): Promise<readonly Found[]> {
  const { table, column, cascade, copyOf } = taking;
  const { schema, table: name } = await relationOf(counting.client, table);
  const own: Dependent = { schema, table: name, column };
  const values =
    copyOf === undefined
      ? await ofDependents(counting, [own])
      : [{ target: own, ...(await differencesOf(counting, own, { column, copyOf, path: table.path })) }];
  const along = cascade
    ? await dependentsOf(counting.client, { of: 'table column', name: { schema, name, path: [] }, column })
    : [];
  const others = along.filter((one) => one.schema !== schema || one.table !== name || one.column !== column);
  return [...values, ...(await ofDependents(counting, others, `CASCADE of ${name}.${column}`))];
}

/** Each with its rows, or the values that are not null. */
async function ofDependents(
  counting: Counting,
  dependents: readonly Dependent[],
  through?: string,
): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const target of dependents) {
    const why = through === undefined ? {} : { through };
    const name: Origin = { schema: target.schema, name: target.table, path: [] };
    const [counted] = await attempt(counting, async () => {
      if (target.column !== undefined) return [await valuesOf(counting, target, target.column)];
      return [await rowsOf(counting, await relationOf(counting.client, name))];
    });
    found.push({ ...counted, target, ...why });
  }
  return found;
}

async function valuesOf(
  counting: Counting,
  { schema, table }: Dependent,
  column: string,
): Promise<Pick<Found, 'rows'>> {
  const name = quoted({ schema, name: table });
  const [attribute] = await queryAside(
    counting.client,
    [],
    `SELECT attgenerated::text AS generated FROM pg_catalog.pg_attribute
     WHERE attrelid = pg_catalog.to_regclass(${quoteLiteral(name)}) AND attname = ${quoteLiteral(column)} AND NOT attisdropped`,
  );
  // What is computed can be computed again.
  if (attribute && textOf(attribute, 'generated') !== '') return { rows: 0 };
  await lock(counting, name);
  return {
    rows: await number(
      counting.client,
      [],
      `SELECT pg_catalog.count(${quoteIdentifier(column)}) AS rows FROM ${name}`,
    ),
  };
}

/**
 * Values of a column that are not what it is said to be a copy of, to the last byte. Triggers keep the two in step, so that
 * nobody has to wait while every row is looked at.
 */
async function differencesOf(
  counting: Counting,
  { schema, table }: Dependent,
  {
    column,
    copyOf,
    path,
  }: { readonly column: string; readonly copyOf: string; readonly path: readonly string[] },
): Promise<Pick<Found, 'rows'>> {
  const [name, copy] = [quoted({ schema, name: table }), quoteIdentifier(column)];
  const sql = `SELECT pg_catalog.count(*) AS rows FROM ${name} WHERE ${copy} IS NOT NULL AND ROW(${copy})::record *<> ROW(${copyOf})::record`;
  return { rows: await number(counting.client, path, sql) };
}

/** Rows of a table of its own; a partitioned one has those of its partitions. */
async function rowsOf(counting: Counting, { schema, table, kind }: Relation): Promise<Pick<Found, 'rows'>> {
  // Views hold nothing, and what a foreign table shows stays where it is.
  if (kind !== 'r' && kind !== 'p') return { rows: 0 };
  const only = kind === 'r' ? 'ONLY ' : '';
  await lock(counting, quoted({ schema, name: table }));
  const sql = `SELECT pg_catalog.count(*) AS rows FROM ${only}${quoted({ schema, name: table })}`;
  return { rows: await number(counting.client, [], sql) };
}

async function ofTruncate(
  counting: Counting,
  taking: Extract<Taking, { kind: 'truncate' }>,
): Promise<readonly Found[]> {
  const { table, only, cascade } = taking;
  const { schema, table: name } = await relationOf(counting.client, table);
  await lock(counting, quoted({ schema, name }));
  const found: Found[] = [
    {
      target: { schema, table: name },
      rows: await number(
        counting.client,
        [],
        `SELECT pg_catalog.count(*) AS rows FROM ${only ? 'ONLY ' : ''}${quoted({ schema, name })}`,
      ),
    },
  ];
  const seen = new Set([`${schema}.${name}`]);
  const waiting = cascade ? [{ schema, name, path: [] }] : [];
  for (let parent = waiting.pop(); parent; parent = waiting.pop()) {
    for (const key of await foreignKeysTo(counting.client, parent)) {
      if (seen.has(`${key.schema}.${key.table}`)) continue;
      seen.add(`${key.schema}.${key.table}`);
      waiting.push({ schema: key.schema, name: key.table, path: [] });
      const target: Dependent = { schema: key.schema, table: key.table };
      found.push(...(await ofDependents(counting, [target], `TRUNCATE ... CASCADE of ${name}`)));
    }
  }
  return found;
}

/** Rows, or values of a column that are not null, for which a condition holds. */
async function ofColumnsOrRows(
  client: Client,
  { table, column, where }: Pick<Extract<Taking, { kind: 'declared' }>, 'table' | 'column' | 'where'>,
): Promise<readonly Found[]> {
  const { schema, table: name } = await relationOf(client, table);
  const what = column === undefined ? '*' : quoteIdentifier(column);
  const condition = where === undefined ? '' : ` WHERE ${where}`;
  const sql = `SELECT pg_catalog.count(${what}) AS rows FROM ${quoted({ schema, name })}${condition}`;
  const target = { schema, table: name, ...(column === undefined ? {} : { column }) };
  return [{ target, rows: await number(client, table.path, sql), ...(where === undefined ? {} : { where }) }];
}

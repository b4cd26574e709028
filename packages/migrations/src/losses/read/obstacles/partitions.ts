import { as, nameOf, type NodeOf, type ParsedStatement } from '@agora/postgres/parser';

import type { Alteration } from '../../../script/alterations.ts';
import { after, partsOf } from '../../../script/clauses.ts';
import { rowsWhere, type Place } from './keys.ts';
import type { RowTest } from './row-test.ts';
import { groupAfter } from './texts.ts';

/** Whether a row fits a bound, as SQL over the keys of its partitioned table. */
type Fits = (keys: readonly string[], parent: string) => string;

/** ATTACH PARTITION: rows that its bound does not take, and rows of the default partition that it does. */
export function ofAttached({ command, text }: Alteration, place: Place): readonly RowTest[] {
  const part = as(command.def, 'PartitionCmd');
  const fits = part && fitsOf(part.bound, text);
  const of = place.model.originOf(place.table);
  if (!part?.name || !fits || !of) return [];
  const { table, ahead, ...scope } = place;
  const name = nameOf(part.name);
  const known = ahead.isEmpty(name, scope) ? undefined : ahead.known(name, [], scope);
  const outside: readonly RowTest[] = known
    ? [
        {
          table: known.table,
          isCertain: known.isCertain && !scope.earlier.hasAltered(known.table),
          what: `of ${name.name} lie outside of what it takes as a partition of ${table.name}`,
          question: {
            kind: 'bounds',
            of,
            sql: (keys, parent) => rowsWhere(known.from, `(${fits(keys, parent)}) IS NOT TRUE`),
          },
        },
      ]
    : [];
  return [...outside, ...inDefault(name.name, fits, place)];
}

/** CREATE TABLE ... PARTITION OF: rows of the default partition that belong to it. */
export function ofPartition(
  { node, text }: ParsedStatement,
  place: Omit<Place, 'table'>,
): readonly RowTest[] {
  const create = as(node, 'CreateStmt');
  const parent = as(create?.inhRelations?.[0], 'RangeVar');
  const fits = create && parent && fitsOf(create.partbound, text);
  return fits ? inDefault(create.relation?.relname ?? '', fits, { ...place, table: nameOf(parent) }) : [];
}

function inDefault(partition: string, fits: Fits, { table, model, earlier }: Place): readonly RowTest[] {
  const of = model.originOf(table);
  if (!of) return [];
  return [
    {
      table: of,
      isCertain: !earlier.unread && !earlier.hasWritten(of) && !earlier.hasAltered(of),
      what: `of the default partition of ${table.name} belong to ${partition}`,
      question: {
        kind: 'bounds',
        of,
        sql: (keys, parent, rows) => (rows === undefined ? '' : rowsWhere(rows, fits(keys, parent))),
      },
    },
  ];
}

/** Undefined of a default partition, and of what cannot be read. */
function fitsOf(bound: NodeOf<'PartitionBoundSpec'> | undefined, text: string): Fits | undefined {
  if (bound === undefined || bound.is_default === true) return undefined;
  const values = after(text, 'values') ?? '';
  const [first, second] = [groupAfter(values, 0), groupAfter(values, groupAfter(values, 0)?.end ?? 0)];
  if (bound.strategy === 'h')
    return (keys, parent) =>
      `pg_catalog.satisfies_hash_partition(${parent}, ${bound.modulus ?? 0}, ${bound.remainder ?? 0}, ${keys.join(', ')})`;
  if (first === undefined) return undefined;
  if (bound.strategy === 'l') {
    const isNull = (bound.listdatums ?? []).some((one) => as(one, 'A_Const')?.isnull === true);
    return ([key = '']) => `${key} IN (${first.inside})${isNull ? ` OR ${key} IS NULL` : ''}`;
  }
  if (second === undefined) return undefined;
  const [lower, upper] = [partsOf(first.inside), partsOf(second.inside)];
  return (keys) =>
    [...keys.map((key) => `${key} IS NOT NULL`), side(keys, lower, 'lower'), side(keys, upper, 'upper')].join(
      ' AND ',
    );
}

/** One end of a range: its values up to the first MINVALUE or MAXVALUE. */
function side(keys: readonly string[], values: readonly string[], end: 'lower' | 'upper'): string {
  const at = values.findIndex((one) => /^\s*(?:min|max)value\s*$/i.test(one));
  const count = at === -1 ? values.length : at;
  const isMax = at !== -1 && /max/i.test(values[at] ?? '');
  if (count === 0) return String(isMax === (end === 'upper'));
  const operator = end === 'lower' ? (isMax ? '>' : '>=') : isMax ? '<=' : '<';
  return `(${keys.slice(0, count).join(', ')}) ${operator} (${values.slice(0, count).join(', ')})`;
}

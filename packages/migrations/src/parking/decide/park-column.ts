import { quoteIdentifier } from '@agora/postgres';

import { type ParkedNames, qualified } from '../names.ts';
import type { NewlyParked } from '../parked.ts';
import type { ColumnParts } from '../read/column-parts.ts';
import type { ColumnFacts, RelationFacts } from '../read/relation.ts';

/** What is to be done, in order, and what is to be written down. */
export interface Decision {
  readonly sql: readonly string[];
  readonly parked: readonly NewlyParked[];
}

/** A column that is to be parked, with what stands on it. */
export interface ColumnToPark {
  readonly table: RelationFacts;
  readonly name: string;
  readonly column: ColumnFacts;
  readonly parts: ColumnParts;
  /** SQL that drops what a CASCADE takes along. */
  readonly cascade: readonly string[];
}

/** How columns of one table are parked together: what stands on several goes or stays once. */
export function parkColumns(columns: readonly ColumnToPark[], names: ParkedNames): Decision {
  const seen = new Set<string>();
  const first = (kind: string, name: string): boolean => {
    const key = `${kind} ${name}`;
    return !seen.has(key) && seen.add(key).has(key);
  };
  const stays = (kind: 'constraints' | 'indexes', name: string): boolean =>
    columns.every(({ parts }) => parts[kind].every((one) => one.name !== name || one.mayStay));
  const decisions = columns.map((one) => {
    const once = (kind: 'constraints' | 'indexes'): ColumnParts['indexes'] =>
      one.parts[kind]
        .filter(({ name }) => first(kind, name))
        .map((part) => ({ ...part, mayStay: stays(kind, part.name) }));
    const parts = {
      ...one.parts,
      constraints: once('constraints'),
      indexes: once('indexes'),
      statistics: one.parts.statistics.filter((sql) => first('statistics', sql)),
    };
    const cascade = one.cascade.filter((sql) => first('cascade', sql));
    return parkColumn({ ...one, parts, cascade }, names, staysFilled(one));
  });
  return { sql: decisions.flatMap(({ sql }) => sql), parked: decisions.flatMap(({ parked }) => parked) };
}

/** Whether rows go on to get its default: then all that comes back later is the name, however many rows there are. */
function staysFilled({ column, parts }: Pick<ColumnToPark, 'column' | 'parts'>): boolean {
  const kept = [...parts.constraints, ...parts.indexes].filter(({ mayStay }) => mayStay);
  return column.steadyDefault !== null && kept.every(({ isUnique }) => !isUnique);
}

/**
 * How a column is parked: renamed, and made such that a row needs no value in it, or gets its default. Indexes that no new row can offend
 * stay, so that they need not be built again; what else stands on it goes, as with DROP COLUMN, and the script
 * that leads back makes it again. Only the catalog changes.
 */
export function parkColumn(
  { table, name, column, parts, cascade }: ColumnToPark,
  names: ParkedNames,
  isFilled = staysFilled({ column, parts }),
): Decision {
  const on = qualified(table.schema, table.name);
  const own = quoteIdentifier(name);
  const alter = `ALTER TABLE ${on}`;
  const isMarked = !column.notNull && column.hasDefault && !isFilled;
  const marker = isMarked ? names.next('old') : null;
  const parkedAs = names.next(name);
  const sequences = parts.sequences.map((one) => ({ ...one, parked: names.next(one.name) }));
  const gone = parts.constraints.filter(({ mayStay }) => !mayStay);
  const kept = parts.constraints.filter(({ mayStay }) => mayStay);
  return {
    sql: [
      ...cascade,
      ...gone.map((one) => `${alter} DROP CONSTRAINT IF EXISTS ${quoteIdentifier(one.name)}`),
      ...kept.map(
        (one) =>
          `${alter} RENAME CONSTRAINT ${quoteIdentifier(one.name)} TO ${quoteIdentifier(names.next(one.name))}`,
      ),
      ...parts.indexes.map((one) =>
        one.mayStay
          ? `ALTER INDEX ${qualified(one.schema, one.name)} RENAME TO ${quoteIdentifier(names.next(one.name))}`
          : `DROP INDEX IF EXISTS ${qualified(one.schema, one.name)}`,
      ),
      ...parts.statistics.map((one) => `DROP STATISTICS ${one}`),
      ...(column.identity === '' ? [] : [`${alter} ALTER COLUMN ${own} DROP IDENTITY`]),
      ...(column.hasDefault && !isFilled ? [`${alter} ALTER COLUMN ${own} DROP DEFAULT`] : []),
      ...(column.notNull && !isFilled ? [`${alter} ALTER COLUMN ${own} DROP NOT NULL`] : []),
      ...sequences.map(
        (one) => `ALTER SEQUENCE ${qualified(one.schema, one.name)} RENAME TO ${quoteIdentifier(one.parked)}`,
      ),
      // A default that is constant is given to the rows of now without writing them; those that follow have none.
      ...(marker === null
        ? []
        : [
            `${alter} ADD COLUMN ${quoteIdentifier(marker)} boolean DEFAULT true`,
            `${alter} ALTER COLUMN ${quoteIdentifier(marker)} DROP DEFAULT`,
          ]),
      `${alter} RENAME COLUMN ${own} TO ${quoteIdentifier(parkedAs)}`,
    ],
    parked: [
      {
        kind: 'column',
        schema: table.schema,
        name: table.name,
        column: name,
        parkedAs,
        marker,
        parts: {
          ...(sequences.length === 0
            ? {}
            : { sequences: Object.fromEntries(sequences.map((one) => [one.parked, one.name])) }),
          ...(parts.next === null ? {} : { next: parts.next }),
        },
      },
    ],
  };
}

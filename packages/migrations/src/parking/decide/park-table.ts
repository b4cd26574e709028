import { quoteIdentifier } from '@agora/postgres';

import { PARKED_SCHEMA, type ParkedNames, qualified } from '../names.ts';
import type { TableParts } from '../read/table-parts.ts';
import type { Decision } from './park-column.ts';

/** A table that is to be parked. */
type TableToPark = TableParts & {
  /** Of a partition that was taken out of its table: SQL of its place there. */
  readonly bound: string | undefined;
};

/**
 * How tables are parked: each goes to a schema of ours under another name, with its rows, keys and indexes. What would
 * refuse, fire or publish is taken off; the script that leads back makes it again. Rights stay: nobody else may use
 * the schema.
 *
 * @param cascade SQL that drops what a CASCADE takes along
 */
export function parkTables(
  tables: readonly TableToPark[],
  cascade: readonly string[],
  names: ParkedNames,
): Decision {
  const moves = tables.map((table) => moveAside(table, names));
  return {
    sql: [...cascade, ...tables.flatMap(({ drops }) => drops), ...moves.flatMap(({ sql }) => sql)],
    parked: moves.flatMap(({ parked }) => parked),
  };
}

function moveAside({ schema, name, bound, ...parts }: TableToPark, names: ParkedNames): Decision {
  const on = qualified(schema, name);
  const parkedAs = names.next(name);
  const sequences = parts.sequences.map((one) => ({ ...one, parked: names.next(one.name) }));
  return {
    sql: [
      ...parts.constraints.map(
        (one) =>
          `ALTER TABLE ${on} RENAME CONSTRAINT ${quoteIdentifier(one)} TO ${quoteIdentifier(names.next(one))}`,
      ),
      ...parts.indexes.map(
        (one) =>
          `ALTER INDEX ${qualified(one.schema, one.name)} RENAME TO ${quoteIdentifier(names.next(one.name))}`,
      ),
      ...sequences.map(
        (one) => `ALTER SEQUENCE ${qualified(one.schema, one.name)} RENAME TO ${quoteIdentifier(one.parked)}`,
      ),
      `ALTER TABLE ${on} RENAME TO ${quoteIdentifier(parkedAs)}`,
      `ALTER TABLE ${qualified(schema, parkedAs)} SET SCHEMA ${PARKED_SCHEMA}`,
    ],
    parked: [
      {
        kind: 'table',
        schema,
        name,
        column: null,
        parkedAs,
        marker: null,
        parts: {
          ...(sequences.length === 0
            ? {}
            : { sequences: Object.fromEntries(sequences.map((one) => [one.parked, one.name])) }),
          ...(bound === undefined ? {} : { bound }),
        },
      },
    ],
  };
}

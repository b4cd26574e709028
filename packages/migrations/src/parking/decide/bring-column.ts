import { quoteIdentifier, quoteLiteral } from '@agora/postgres';

import { qualified } from '../names.ts';
import { backSql, type Parked } from '../parked.ts';
import type { ColumnFacts, RelationFacts } from '../read/relation.ts';
import type { ColumnShape, ConstraintShape } from '../read/shape.ts';
import { claimed, type Claims } from './claims.ts';
import { sequencesBack } from './sequences.ts';

/** A parked column that a script adds again. */
interface ColumnToBring {
  readonly table: RelationFacts;
  readonly parked: Parked & { readonly column: string };
  /** As it is while it is parked. */
  readonly stood: ColumnFacts;
  /** As the script has it. */
  readonly wanted: ColumnShape;
  /** Constraints that stand with it. */
  readonly constraints: readonly ConstraintShape[];
  /** Whether the type is `serial`: then the default is that of the sequence that was parked. */
  readonly isSerial: boolean;
  readonly claims: Claims;
  /** Names of sequences that the script has made already. */
  readonly standing: ReadonlySet<string>;
  /** Triggers of the table that would fire for an UPDATE, with the word that turns each on again. */
  readonly triggers: readonly { readonly name: string; readonly on: string }[];
}

/**
 * How a column comes back: with its values. Rows that were written without it meanwhile got the default that it kept; where
 * it could keep none they get that of the script.
 */
export function bringColumn(what: ColumnToBring): readonly string[] {
  const { table, parked, stood, wanted, isSerial } = what;
  const on = qualified(table.schema, table.name);
  const column = quoteIdentifier(parked.column);
  const alter = `ALTER TABLE ${on}`;
  const [sequence] = Object.entries(parked.parts.sequences ?? {});
  const given =
    isSerial && sequence
      ? `pg_catalog.nextval(${quoteLiteral(qualified(table.schema, sequence[1]))}::pg_catalog.regclass)`
      : wanted.default;
  const sequences = sequencesBack(table.schema, parked.parts, what.standing);
  const isNew = parked.marker === null ? `${column} IS NULL` : `${quoteIdentifier(parked.marker)} IS NULL`;
  return [
    `${alter} RENAME COLUMN ${quoteIdentifier(parked.parkedAs)} TO ${column}`,
    ...sequences.before,
    ...(given === stood.steadyDefault
      ? []
      : [`${alter} ALTER COLUMN ${column} ${given === null ? 'DROP DEFAULT' : `SET DEFAULT ${given}`}`]),
    ...sequences.after,
    ...(wanted.identity === '' ? [] : numbered(what, on, column)),
    ...(given === null || stood.hasDefault
      ? []
      : quietly(what, [`UPDATE ${on} SET ${column} = DEFAULT WHERE ${column} IS NULL AND ${isNew}`])),
    ...(parked.marker === null ? [] : [`${alter} DROP COLUMN ${quoteIdentifier(parked.marker)}`]),
    ...(wanted.notNull === stood.notNull || wanted.identity !== ''
      ? []
      : [`${alter} ALTER COLUMN ${column} ${wanted.notNull ? 'SET' : 'DROP'} NOT NULL`]),
    ...what.constraints.flatMap((one) => claimed(on, one, what.claims)),
    backSql(parked),
  ];
}

/** Rows without a number get the ones after the last, and the sequence goes on where it stood. */
function numbered(what: ColumnToBring, on: string, column: string): readonly string[] {
  const { parked, wanted } = what;
  const always = wanted.identity === 'a' ? 'ALWAYS' : 'BY DEFAULT';
  const after = `GREATEST(${parked.parts.next ?? '1'} - 1, (SELECT COALESCE(pg_catalog.max(${column}), 0) FROM ${on}))`;
  return [
    ...quietly(what, [
      `UPDATE ${on} AS t SET ${column} = n.number FROM (
         SELECT tableoid, ctid, ${after} + pg_catalog.row_number() OVER () AS number FROM ${on} WHERE ${column} IS NULL) AS n
       WHERE t.tableoid = n.tableoid AND t.ctid = n.ctid`,
    ]),
    `ALTER TABLE ${on} ALTER COLUMN ${column} SET NOT NULL`,
    `ALTER TABLE ${on} ALTER COLUMN ${column} ADD GENERATED ${always} AS IDENTITY`,
    `SELECT pg_catalog.setval(pg_catalog.pg_get_serial_sequence(${quoteLiteral(on)}, ${quoteLiteral(parked.column)}), ${after} + 1, false)`,
  ];
}

/** Without the triggers of the user's own, and past row-level security: adding a column does not ask them either. */
function quietly({ table, triggers }: ColumnToBring, sql: readonly string[]): readonly string[] {
  const alter = `ALTER TABLE ${qualified(table.schema, table.name)}`;
  return [
    ...(table.rowSecurityForced ? [`${alter} NO FORCE ROW LEVEL SECURITY`] : []),
    ...triggers.map(({ name }) => `${alter} DISABLE TRIGGER ${quoteIdentifier(name)}`),
    ...sql,
    ...triggers.map(({ name, on }) => `${alter} ${on} TRIGGER ${quoteIdentifier(name)}`),
    ...(table.rowSecurityForced ? [`${alter} FORCE ROW LEVEL SECURITY`] : []),
  ];
}

import { quoteIdentifier } from '@agora/postgres';

import { qualified } from '../names.ts';
import { backSql, type Parked } from '../parked.ts';
import type { ColumnShape, Shape } from '../read/shape.ts';
import { claimed, claimsOf } from './claims.ts';
import { sequencesBack } from './sequences.ts';

/** How a parked table differs from the one that a script makes, in words; undefined where it can take its place. */
export function whyNotBack(parked: Parked, stood: Shape, wanted: Shape): string | undefined {
  if (stood.nature !== wanted.nature) return 'is of another kind';
  const then = new Map(stood.columns.map((column) => [column.name, column]));
  for (const column of wanted.columns) {
    const old = then.get(column.name);
    if (!old) return `has no column ${column.name}`;
    if (old.nature !== column.nature) return `has another column ${column.name}`;
    then.delete(column.name);
  }
  const place = parked.parts.bound ?? stood.bound?.sql;
  return place === wanted.bound?.sql ? undefined : 'is another partition';
}

/** Columns of a parked table that the statement does not make: the script adds them later. */
export function columnsLater(stood: Shape, wanted: Shape): readonly ColumnShape[] {
  const names = new Set(wanted.columns.map(({ name }) => name));
  return stood.columns.filter(({ name }) => !names.has(name));
}

/**
 * How a parked table comes back in the place of a new, empty one: with its rows, keys and indexes, and with defaults,
 * checks and references as the script has them.
 * @param standing names of sequences that the script has made already
 */
export function bringTable(
  parked: Parked,
  { stood, wanted }: { readonly stood: Shape; readonly wanted: Shape },
  standing: ReadonlySet<string>,
): readonly string[] {
  const on = qualified(wanted.schema, wanted.name);
  const then = new Map(stood.columns.map((column) => [column.name, column]));
  const claims = claimsOf(stood);
  const sequences = sequencesBack(wanted.schema, parked.parts, standing);
  return [
    `ALTER TABLE ${qualified(stood.schema, stood.name)} SET SCHEMA ${quoteIdentifier(wanted.schema)}`,
    `ALTER TABLE ${qualified(wanted.schema, stood.name)} RENAME TO ${quoteIdentifier(wanted.name)}`,
    ...sequences.before,
    ...wanted.columns.flatMap((column) => settings(on, column, then.get(column.name), standing.size > 0)),
    ...sequences.after,
    ...wanted.constraints.flatMap((one) => claimed(on, one, claims)),
    ...(parked.parts.bound === undefined
      ? []
      : [`ALTER TABLE ${wanted.bound?.parent ?? ''} ATTACH PARTITION ${on} ${parked.parts.bound}`]),
    backSql(parked),
  ];
}

function settings(
  on: string,
  wanted: ColumnShape,
  stood: ColumnShape | undefined,
  isReplaced: boolean,
): readonly string[] {
  const alter = `ALTER TABLE ${on} ALTER COLUMN ${quoteIdentifier(wanted.name)}`;
  // The default of its own sequence came along with it.
  const isOwn = !isReplaced && [stood, wanted].every((one) => one?.default?.startsWith('nextval(') === true);
  return [
    ...(isOwn || wanted.default === stood?.default
      ? []
      : [wanted.default === null ? `${alter} DROP DEFAULT` : `${alter} SET DEFAULT ${wanted.default}`]),
    ...(wanted.notNull === stood?.notNull || wanted.identity !== ''
      ? []
      : [`${alter} ${wanted.notNull ? 'SET' : 'DROP'} NOT NULL`]),
  ];
}

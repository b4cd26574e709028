import { quoteIdentifier } from '@agora/postgres';
import { quoted } from '@agora/postgres/parser';

import { script } from '../expansion.ts';
import type { ColumnGround } from '../ground/column-ground.ts';
import { together } from '../ground/fill-beside.ts';
import { ownName } from '../ground/own-name.ts';
import type { Constrained } from '../ground/standing.ts';
import { renderSync, type SyncSql } from '../ground/sync.ts';
import { type Conversion, converted } from './conversions.ts';
import { columnNames, type TypeGround, type TypePlace } from './type-ground.ts';

/** A change of type, with how its values are converted. */
export interface TypeChange {
  readonly place: TypePlace;
  readonly ground: TypeGround;
  readonly conversion: Conversion;
  /** The name of the first of its migrations, for which the others wait. */
  readonly first: string;
  /** The old type, in SQL, where the contraction of the last column that has it drops it. */
  readonly drops?: string | undefined;
  /** Types and conversion by the names of after the swap, where types change theirs in it. */
  readonly renamed?: { readonly from: string; readonly to: string; readonly conversion: Conversion };
}

/** What becomes of types that have columns of their own while several columns change. */
export interface TypesAround {
  /** Makes the new type, before everything. */
  readonly create: string;
  /** Takes it away again. */
  readonly drop: string;
  /** In the swap, and in its way back. */
  readonly rename: readonly string[];
  readonly renameBack: readonly string[];
}

const q = quoteIdentifier;

/** The triggers before the swap: the column of the new type follows. */
export function syncBefore({ place, ground, conversion }: TypeChange): SyncSql {
  return renderSync({
    table: place.table,
    primary: place.column,
    copy: columnNames(place.column).coming,
    toPrimary: converted(conversion.back, ground.before.type),
    toCopy: converted(conversion.forward, ground.after.type),
    looksUp: true,
    exact: { primary: ground.before.exact, copy: ground.after.exact },
  });
}

/** The triggers after the swap: the column of the old type follows. */
export function syncAfter(
  { table, column }: Pick<TypePlace, 'table' | 'column'>,
  { from, to }: Record<'from' | 'to', Pick<ColumnGround, 'type' | 'exact'>>,
  { forward, back }: Conversion,
): SyncSql {
  return renderSync({
    table,
    primary: column,
    copy: columnNames(column).going,
    toPrimary: converted(forward, to.type),
    toCopy: converted(back, from.type),
    looksUp: true,
    exact: { primary: to.exact, copy: from.exact },
  });
}

/** The triggers after the swap, by the names that types have then. */
export function syncSwapped({ place, ground, conversion, renamed }: TypeChange): SyncSql {
  const { before: from, after: to } = ground;
  if (renamed === undefined) return syncAfter(place, { from, to }, conversion);
  const types = { from: { ...from, type: renamed.from }, to: { ...to, type: renamed.to } };
  return syncAfter(place, types, renamed.conversion);
}

/** A query that says whether the new column is filled. */
export function doneWhen({ place: { table, column } }: TypeChange): string {
  return `SELECT NOT EXISTS (SELECT FROM ${quoted(table)} WHERE ${unfilled(column)})`;
}

/** Rows whose new column is not filled. */
export function unfilled(column: string): string {
  return `${q(columnNames(column).coming)} IS NULL AND ${q(column)} IS NOT NULL`;
}

/** The name of the CHECK by which SET NOT NULL needs not read the table. */
export function requiredName(column: string): string {
  return ownName('agora_new', column, 'required');
}

/** That CHECK. */
export function requiredCheck(table: string, column: string): Constrained {
  return { table, sql: `CHECK (${q(column)} IS NOT NULL)`, validated: true };
}

/** Whether anything is added to the new column that looks at its rows. */
export function hasConstraints({ ground }: TypeChange): boolean {
  return (
    ground.notNull || ground.constraints.length > 0 || ground.indexes.some(({ serves }) => serves === 'u')
  );
}

/** A script of which one part is a transaction; what stands around it builds and reads beside what goes on. */
export function thenOutside(
  inside: readonly string[],
  outside: readonly string[],
  before: readonly string[] = [],
): string {
  if (outside.length + before.length === 0) return script(...inside);
  return script('-- agora: no-transaction', ...before, together(inside), ...outside);
}

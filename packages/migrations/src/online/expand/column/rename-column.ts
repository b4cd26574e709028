import { displayName } from '@agora/catalog';
import { quoteIdentifier, quoteLiteral } from '@agora/postgres';
import { type Name, quoted } from '@agora/postgres/parser';

import type { OnlineMigration } from '../../online-migration.ts';
import type { ColumnGround, ColumnPlace, ColumnTrigger } from '../ground/column-ground.ts';
import { type Expansion, script } from '../expansion.ts';
import { copySql } from '../ground/copy-column.ts';
import { concurrently } from '../ground/concurrently.ts';
import { raceNote } from '../ground/race-note.ts';
import { renderSync, type SyncSql } from '../ground/sync.ts';

/**
 * The rename of a column as an expansion: the new name is a copy, which triggers keep in step both ways, a backfill fills, and
 * which has the indexes that clients of the new name need. The contraction drops it and gives its name to the column.
 *
 * @param place `copy` is the new name
 */
export function expandColumnRename(place: ColumnPlace, ground: ColumnGround): Expansion {
  const reason = obstacleOf(place, ground);
  if (reason !== undefined) return { reason };
  const { table, column, copy } = place;
  const sync = syncOf(place, ground);
  const [old, renamed, target] = [quoteIdentifier(column), quoteIdentifier(copy), quoted(table)];
  const expanding: OnlineMigration = {
    suffix: '',
    up: script(
      `-- agora: expands ${expansionOf(place)}`,
      ...grantsAllowed(ground.grants),
      `-- Both names serve until: agora migrate contract ${displayNames(table)}.${displayName(column)}`,
      ...raceNote(ground.indexes),
      ...copySql(place, ground),
      ...sync.create,
      ...ground.triggers.flatMap((trigger) => triggerSql(table, trigger, withCopy(place, trigger))),
    ),
    down: script(
      `-- agora: copies column ${displayNames(table)}.${displayName(copy)} from ${old}`,
      ...ground.triggers.flatMap((trigger) => triggerSql(table, trigger)),
      ...sync.drop,
      `ALTER TABLE ${target} DROP COLUMN ${renamed};`,
    ),
    backfill: {
      table: target,
      key: ground.key.map((one) => quoteIdentifier(one)),
      doneWhen: doneWhen(place),
      statement: `UPDATE ${target} SET ${renamed} = ${old} WHERE ${unfilled(place)} AND :batch`,
    },
  };
  return { migrations: [expanding, ...indexMigrations(table, ground)] };
}

function unfilled({ column, copy }: ColumnPlace): string {
  return `${quoteIdentifier(copy)} IS NULL AND ${quoteIdentifier(column)} IS NOT NULL`;
}

/** A query that says whether the copy is filled. */
export function doneWhen(place: ColumnPlace): string {
  return `SELECT NOT EXISTS (SELECT FROM ${quoted(place.table)} WHERE ${unfilled(place)})`;
}

/** `column users.name as display_name`, as the directives name an expansion. */
export function expansionOf({ table, column, copy }: ColumnPlace): string {
  return `column ${displayNames(table)}.${displayName(column)} as ${displayName(copy)}`;
}

/** A table in a directive or a sentence: quoted only where it must be. */
export function displayNames({ schema, name }: Name): string {
  return schema === undefined ? displayName(name) : `${displayName(schema)}.${displayName(name)}`;
}

function obstacleOf({ column }: ColumnPlace, ground: ColumnGround): string | undefined {
  if (ground.generated) return `${column} is generated, and no trigger sees its value before it is stored`;
  if (ground.checkedDomain)
    return `${column} is of a domain with a constraint, and adding a column of one writes the table anew`;
  if (ground.inherits)
    return 'the table has parents or children by INHERITS, which have triggers of their own';
  if (ground.inPartitionKey) return `${column} is part of a partition key, and a trigger may not move a row`;
  if (ground.partitioned && ground.indexes.length > 0)
    return `${column} has indexes, and a partitioned table gets none without a lock in one statement`;
  const minding = ground.indexes.find(({ minds }) => minds);
  if (minding !== undefined)
    return `the unique index ${minding.of} may refuse rows while the copy of ${column} is not filled`;
  if (ground.key.length === 0)
    return 'the table has no unique index of NOT NULL columns, ordered one way, along which its rows could be gone over';
  return undefined;
}

/** What is granted is what was granted before, under another name. */
export function grantsAllowed(grants: readonly { readonly grantee: string }[]): readonly string[] {
  return grants.some(({ grantee }) => grantee === 'PUBLIC')
    ? ['-- agora: allow grant-to-public because it is granted under the other name too']
    : [];
}

const same = (reference: string): string => reference;

/** The triggers that keep the column and its new name in step. */
export function syncOf({ table, column, copy }: ColumnPlace, { exact }: ColumnGround): SyncSql {
  return renderSync({
    table,
    primary: column,
    copy,
    toPrimary: same,
    toCopy: same,
    looksUp: false,
    exact: { primary: exact, copy: exact },
  });
}

/** A trigger of the user's own, made anew: firing at an UPDATE OF these columns, where they are given. */
export function triggerSql(
  table: Name,
  { name, enabled, definition, columns, comment }: ColumnTrigger,
  then: readonly string[] = columns.map(({ sql }) => sql),
): readonly string[] {
  const target = quoted(table);
  const firing = { O: undefined, D: 'DISABLE', R: 'ENABLE REPLICA', A: 'ENABLE ALWAYS' }[enabled];
  const now = `UPDATE OF ${columns.map(({ sql }) => sql).join(', ')} ON`;
  return [
    `DROP TRIGGER ${quoteIdentifier(name)} ON ${target};`,
    `${definition.replace(now, () => `UPDATE OF ${then.join(', ')} ON`)};`,
    ...(firing === undefined ? [] : [`ALTER TABLE ${target} ${firing} TRIGGER ${quoteIdentifier(name)};`]),
    ...(comment === null
      ? []
      : [`COMMENT ON TRIGGER ${quoteIdentifier(name)} ON ${target} IS ${quoteLiteral(comment)};`]),
  ];
}

/** The columns of such a trigger, the copy beside the column. */
export function withCopy({ column, copy }: ColumnPlace, { columns }: ColumnTrigger): readonly string[] {
  return columns.flatMap(({ name, sql }) => (name === column ? [sql, quoteIdentifier(copy)] : [sql]));
}

/** Its columns without the copy, which the rename then follows. */
export function withoutCopy({ column, copy }: ColumnPlace, { columns }: ColumnTrigger): readonly string[] {
  const rest = columns.filter(({ name }) => name !== copy).map(({ sql }) => sql);
  return rest.length > 0 ? rest : [quoteIdentifier(column)];
}

/** Each index in a file of its own, as CONCURRENTLY wants. */
function indexMigrations(table: Name, { indexes }: ColumnGround): readonly OnlineMigration[] {
  return indexes.map(({ name, sql }, index) => ({
    suffix: indexes.length === 1 ? 'index' : `index_${index + 1}`,
    up: script('-- agora: no-transaction', `${concurrently(sql)};`),
    down: script('-- agora: no-transaction', `DROP INDEX CONCURRENTLY ${quoted({ ...table, name })};`),
  }));
}

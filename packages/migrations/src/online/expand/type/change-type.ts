import { displayName } from '@agora/catalog';
import { quoteIdentifier, quoteLiteral } from '@agora/postgres';
import { quoted } from '@agora/postgres/parser';

import { renderBackfillGuard } from '../../../project/backfill-file.ts';
import type { OnlineMigration } from '../../online-migration.ts';
import { copySql, displayNames, grantsAllowed } from '../column/rename-column.ts';
import { type Expansion, script } from '../expansion.ts';
import type { ColumnGround } from '../ground/column-ground.ts';
import { ownName } from '../ground/own-name.ts';
import { renderSync, type SyncSql } from '../ground/sync.ts';
import { type Conversion, converted } from './conversions.ts';
import { releaseNote } from './release-note.ts';
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

/**
 * A change of type that would write the table anew, as an expansion: a column of the new type is filled beside the old one,
 * gets all that stands on it, and takes its name in one short lock; the old one is kept in step until the contraction.
 *
 * Several columns whose types change names with it are swapped together.
 */
export function expandTypeChanges(changes: readonly TypeChange[], types?: TypesAround): Expansion {
  const reason = changes.map((one) => obstacleOf(one)).find((one) => one !== undefined);
  if (reason !== undefined) return { reason };
  const beside = changes.flatMap((change, index) => {
    const { up, down = '', ...first } = addColumn(change);
    const own = index === 0 ? types : undefined;
    const added: OnlineMigration = {
      ...first,
      up: own === undefined ? up : script(own.create, up.trimEnd()),
      down: own === undefined ? down : script(down.trimEnd(), own.drop),
    };
    return [added, ...buildIndexes(change), ...constrain(change)].map((one) => ({
      ...one,
      placeholder: change.first,
    }));
  });
  const drops = changes[0]?.drops;
  return { migrations: [...beside, swap(changes, types)], ...(drops === undefined ? {} : { drops }) };
}

function obstacleOf({ place: { column }, ground }: TypeChange): string | undefined {
  const { before, indexes, obstacles } = ground;
  if (obstacles.length > 0) return `${column}: ${obstacles.join('; ')}`;
  if (ground.after.checkedDomain)
    return `${ground.to.sql} is a domain with a constraint, and adding a column of one writes the table anew`;
  if (before.inherits)
    return 'the table has parents or children by INHERITS, which have triggers of their own';
  if (before.inPartitionKey) return `${column} is part of a partition key`;
  if (before.partitioned && indexes.length > 0)
    return `${column} has indexes, and a partitioned table gets none without a lock in one statement`;
  const minding = before.indexes.find(({ minds }) => minds);
  if (minding !== undefined)
    return `the unique index ${minding.of} may refuse rows while the new column is not filled`;
  if (before.key.length === 0)
    return 'the table has no unique index of NOT NULL columns, along which its rows could be gone over';
  return undefined;
}

const q = quoteIdentifier;

/** The triggers before the swap: the column of the new type follows. */
function syncBefore({ place, ground, conversion }: TypeChange): SyncSql {
  return renderSync({
    table: place.table,
    primary: place.column,
    copy: columnNames(place.column).coming,
    toPrimary: converted(conversion.back, ground.before.type),
    toCopy: converted(conversion.forward, ground.after.type),
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
    exact: { primary: to.exact, copy: from.exact },
  });
}

function syncSwapped({ place, ground, conversion, renamed }: TypeChange): SyncSql {
  const { before: from, after: to } = ground;
  if (renamed === undefined) return syncAfter(place, { from, to }, conversion);
  const types = { from: { ...from, type: renamed.from }, to: { ...to, type: renamed.to } };
  return syncAfter(place, types, renamed.conversion);
}

function doneWhen({ place: { table, column } }: TypeChange): string {
  return `SELECT NOT EXISTS (SELECT FROM ${quoted(table)} WHERE ${unfilled(column)})`;
}

function unfilled(column: string): string {
  return `${q(columnNames(column).coming)} IS NULL AND ${q(column)} IS NOT NULL`;
}

function addColumn(change: TypeChange): OnlineMigration {
  const { place, ground, conversion } = change;
  const { table, column } = place;
  const { coming } = columnNames(column);
  const target = quoted(table);
  const sync = syncBefore(change);
  const forward = converted(conversion.forward, ground.after.type)(q(column));
  return {
    suffix: '',
    up: script(
      ...grantsAllowed(ground.before.grants),
      `-- ${displayNames(table)}.${displayName(column)} becomes ${ground.to.sql}: ${displayName(coming)} is filled, and takes its name in the last of these migrations.`,
      ...copySql({ ...place, copy: coming }, { ...ground.before, type: ground.after.type }),
      ...sync.create,
    ),
    down: script(
      `-- agora: copies column ${displayNames(table)}.${displayName(coming)} from ${forward}`,
      ...sync.drop,
      `ALTER TABLE ${target} DROP COLUMN ${q(coming)};`,
    ),
    backfill: {
      table: target,
      key: ground.before.key.map((one) => q(one)),
      doneWhen: doneWhen(change),
      statement: `UPDATE ${target} SET ${q(coming)} = ${forward} WHERE ${unfilled(column)} AND :batch`,
    },
  };
}

/** Each in a file of its own; with a primary key, also one for the way back, since a key takes its index along. */
function buildIndexes({ place: { table }, ground }: TypeChange): readonly OnlineMigration[] {
  const wanted = ground.indexes.flatMap(({ coming, going, sql, oldSql, serves }) =>
    serves === 'p'
      ? [
          { name: coming, sql },
          { name: going, sql: oldSql },
        ]
      : [{ name: coming, sql }],
  );
  return wanted.map(({ name, sql }, n) => ({
    suffix: wanted.length === 1 ? 'index' : `index_${n + 1}`,
    up: script('-- agora: no-transaction', `${concurrently(sql)};`),
    down: script('-- agora: no-transaction', `DROP INDEX CONCURRENTLY ${quoted({ ...table, name })};`),
  }));
}

function concurrently(sql: string): string {
  return sql.replace(/^CREATE (UNIQUE )?INDEX /, 'CREATE $1INDEX CONCURRENTLY ');
}

/** The name of the CHECK by which SET NOT NULL needs not read the table. */
function requiredName(column: string): string {
  return ownName('agora_new', column, 'required');
}

function hasConstraints({ ground }: TypeChange): boolean {
  return (
    ground.notNull || ground.constraints.length > 0 || ground.indexes.some(({ serves }) => serves === 'u')
  );
}

/** Constraints of the new column: first for new rows, then, with only a weak lock, for those that are there. */
function constrain(change: TypeChange): readonly OnlineMigration[] {
  if (!hasConstraints(change)) return [];
  const { place, ground, first } = change;
  const target = quoted(place.table);
  const { coming } = columnNames(place.column);
  const checked = [
    ...(ground.notNull
      ? [{ table: target, name: requiredName(place.column), sql: `CHECK (${q(coming)} IS NOT NULL)` }]
      : []),
    ...ground.constraints.map(({ table, coming: name, sql }) => ({ table, name, sql })),
  ];
  const unique = ground.indexes.filter(({ serves }) => serves === 'u');
  const added = checked.map(
    ({ table, name, sql }) => `ALTER TABLE ${table} ADD CONSTRAINT ${q(name)} ${sql} NOT VALID;`,
  );
  const dropped = checked.map(({ table, name }) => `ALTER TABLE ${table} DROP CONSTRAINT ${q(name)};`);
  const constraints: OnlineMigration = {
    suffix: 'constraints',
    up: script(
      `-- agora: after backfill ${first}`,
      renderBackfillGuard(first, doneWhen(change)),
      ...unique.map(
        ({ coming: name, deferrable }) =>
          `ALTER TABLE ${target} ADD CONSTRAINT ${q(name)} UNIQUE USING INDEX ${q(name)}${deferrable};`,
      ),
      ...added,
    ),
    down: thenOutside(
      [
        ...dropped.toReversed(),
        ...unique.map(({ coming: name }) => `ALTER TABLE ${target} DROP CONSTRAINT ${q(name)};`),
      ],
      unique.map(({ sql }) => `${concurrently(sql)};`),
    ),
  };
  if (checked.length === 0) return [constraints];
  return [
    constraints,
    {
      suffix: 'validate',
      up: script(...checked.map(({ table, name }) => `ALTER TABLE ${table} VALIDATE CONSTRAINT ${q(name)};`)),
      down: script(...dropped, ...added),
    },
  ];
}

/** A script whose first part is one transaction, and whose rest builds and reads beside what goes on. */
function thenOutside(inside: readonly string[], outside: readonly string[]): string {
  if (outside.length === 0) return script(...inside);
  return script('-- agora: no-transaction', 'DO $swap$', 'BEGIN', ...inside, 'END', '$swap$;', ...outside);
}

/** The names change hands, those of types too, with all that stands on the columns. */
function swap(changes: readonly TypeChange[], types: TypesAround | undefined): OnlineMigration {
  const swaps = changes.map((one) => swapOf(one));
  const all = (part: (one: Swap) => readonly string[]): readonly string[] => swaps.flatMap(part);
  return {
    suffix: 'swap',
    up: script(
      ...new Set(all(({ directives }) => directives)),
      ...all(({ told }) => told),
      ...all(({ up }) => up),
      ...(types?.rename ?? []),
      ...changes.flatMap((one) => syncSwapped(one).create),
    ),
    down: thenOutside(
      [
        ...changes.flatMap((one) => syncSwapped(one).drop),
        ...(types?.renameBack ?? []),
        ...all(({ down }) => down),
      ],
      all(({ outside }) => outside),
    ),
  };
}

/** The part of one column. */
interface Swap {
  readonly directives: readonly string[];
  /** A comment, and the guard of its backfill. */
  readonly told: readonly string[];
  readonly up: readonly string[];
  readonly down: readonly string[];
  /** What the way back does outside of a transaction. */
  readonly outside: readonly string[];
}

function swapOf(change: TypeChange): Swap {
  const waitsFor = hasConstraints(change) ? undefined : change.first;
  const { place, ground, conversion } = change;
  const { table, column } = place;
  const { coming, going } = columnNames(column);
  const target = quoted(table);
  const alter = (action: string): string => `ALTER TABLE ${target} ${action};`;
  const name = `${displayNames(table)}.${displayName(column)}`;
  const primary = ground.indexes.find(({ serves }) => serves === 'p');
  const unique = ground.indexes.filter(({ serves }) => serves === 'u');
  const bare = ground.indexes.filter(({ serves }) => serves === undefined);
  const onKey = ground.constraints.filter(({ onPrimaryKey }) => onPrimaryKey);
  const others = [
    ...unique.map((one) => ({ ...one, table: target })),
    ...ground.constraints.filter(({ onPrimaryKey }) => !onPrimaryKey),
  ];
  const renameConstraint = (on: string, from: string, to: string): string =>
    `ALTER TABLE ${on} RENAME CONSTRAINT ${q(from)} TO ${q(to)};`;
  const renameIndex = (from: string, to: string): string =>
    `ALTER INDEX ${quoted({ ...table, name: from })} RENAME TO ${q(to)};`;
  const owned = (by: string): readonly string[] =>
    ground.sequences.map((sequence) => `ALTER SEQUENCE ${sequence} OWNED BY ${target}.${q(by)};`);
  const comment = (on: string, text: string | undefined): readonly string[] =>
    ground.comment === undefined
      ? []
      : [`COMMENT ON COLUMN ${target}.${q(on)} IS ${text === undefined ? 'NULL' : quoteLiteral(text)};`];
  const key = (index: string): readonly string[] =>
    primary === undefined
      ? []
      : [
          alter(`DROP CONSTRAINT ${q(primary.name)}`),
          alter(`ADD CONSTRAINT ${q(primary.name)} PRIMARY KEY USING INDEX ${q(index)}${primary.deferrable}`),
        ];
  const { defaults } = ground;
  const required = requiredName(column);
  const { forward, back } = change.renamed?.conversion ?? conversion;
  return {
    directives: [
      `-- agora: expands type ${name} keeping ${displayName(going)}${change.drops === undefined ? '' : `, then drops ${change.drops}`}`,
      `-- agora: convert ${name} forward ${literal(forward)} back ${literal(back)}`,
      '-- agora: allow rename-column because the column of the new type takes the name of the old one',
      ...(waitsFor === undefined ? [] : [`-- agora: after backfill ${waitsFor}`]),
    ],
    told: [
      ...releaseNote(change.ground, change.renamed !== undefined),
      `-- The old values are kept in step until: agora migrate contract ${name}`,
      ...(waitsFor === undefined ? [] : [renderBackfillGuard(waitsFor, doneWhen(change))]),
    ],
    up: [
      ...syncBefore(change).drop,
      ...(ground.notNull
        ? [alter(`ALTER COLUMN ${q(coming)} SET NOT NULL`), alter(`DROP CONSTRAINT ${q(required)}`)]
        : []),
      ...onKey.map(({ table: on, name: old }) => `ALTER TABLE ${on} DROP CONSTRAINT ${q(old)};`),
      ...key(primary?.coming ?? ''),
      ...(ground.notNull ? [alter(`ALTER COLUMN ${q(column)} DROP NOT NULL`)] : []),
      ...bare.flatMap((one) => [renameIndex(one.name, one.going), renameIndex(one.coming, one.name)]),
      ...others.flatMap((one) => [
        renameConstraint(one.table, one.name, one.going),
        renameConstraint(one.table, one.coming, one.name),
      ]),
      ...onKey.map((one) => renameConstraint(one.table, one.coming, one.name)),
      ...(defaults.after === undefined
        ? []
        : [alter(`ALTER COLUMN ${q(coming)} SET DEFAULT ${defaults.after}`)]),
      ...(defaults.before === undefined ? [] : [alter(`ALTER COLUMN ${q(column)} DROP DEFAULT`)]),
      ...owned(coming),
      alter(`RENAME COLUMN ${q(column)} TO ${q(going)}`),
      alter(`RENAME COLUMN ${q(coming)} TO ${q(column)}`),
      ...comment(column, ground.comment),
      ...comment(going, undefined),
    ],
    down: [
      alter(`RENAME COLUMN ${q(column)} TO ${q(coming)}`),
      alter(`RENAME COLUMN ${q(going)} TO ${q(column)}`),
      ...comment(column, ground.comment),
      ...comment(coming, undefined),
      ...owned(column),
      ...(defaults.before === undefined
        ? []
        : [alter(`ALTER COLUMN ${q(column)} SET DEFAULT ${defaults.before}`)]),
      ...(defaults.after === undefined ? [] : [alter(`ALTER COLUMN ${q(coming)} DROP DEFAULT`)]),
      ...onKey.map((one) => renameConstraint(one.table, one.name, one.coming)),
      ...others.flatMap((one) => [
        renameConstraint(one.table, one.name, one.coming),
        renameConstraint(one.table, one.going, one.name),
      ]),
      ...bare.flatMap((one) => [renameIndex(one.name, one.coming), renameIndex(one.going, one.name)]),
      ...(ground.notNull ? [alter(`ALTER COLUMN ${q(column)} SET NOT NULL`)] : []),
      ...onKey.map((one) => `ALTER TABLE ${one.table} DROP CONSTRAINT ${q(one.coming)};`),
      ...key(primary?.going ?? ''),
      ...onKey.map(
        (one) => `ALTER TABLE ${one.table} ADD CONSTRAINT ${q(one.name)} ${one.oldSql} NOT VALID;`,
      ),
      ...(ground.notNull
        ? [
            alter(`ADD CONSTRAINT ${q(required)} CHECK (${q(coming)} IS NOT NULL) NOT VALID`),
            alter(`ALTER COLUMN ${q(coming)} DROP NOT NULL`),
          ]
        : []),
      ...syncBefore(change).create,
    ],
    outside: [
      ...(ground.notNull ? [alter(`VALIDATE CONSTRAINT ${q(required)}`)] : []),
      ...onKey.map((one) => `ALTER TABLE ${one.table} VALIDATE CONSTRAINT ${q(one.name)};`),
      ...(primary === undefined ? [] : [`${concurrently(primary.sql)};`, `${concurrently(primary.oldSql)};`]),
      ...onKey.flatMap((one) => [
        `ALTER TABLE ${one.table} ADD CONSTRAINT ${q(one.coming)} ${one.sql} NOT VALID;`,
        `ALTER TABLE ${one.table} VALIDATE CONSTRAINT ${q(one.coming)};`,
      ]),
    ],
  };
}

/** A text of a directive: in quotes, on one line. */
function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

import { displayName } from '@agora/catalog';
import { quoteIdentifier as q, quoteLiteral } from '@agora/postgres';
import { quoted } from '@agora/postgres/parser';

import { renderBackfillGuard } from '../../../project/backfill-file.ts';
import type { OnlineMigration } from '../../online-migration.ts';
import { displayNames } from '../column/rename-column.ts';
import { script } from '../expansion.ts';
import { concurrently } from '../ground/concurrently.ts';
import { ownName } from '../ground/own-name.ts';
import { addUnchecked, validate } from '../ground/standing.ts';
import { commentsBack, commentsOver } from './swap-comments.ts';
import { releaseNote } from './release-note.ts';
import {
  doneWhen,
  hasConstraints,
  requiredCheck,
  requiredName,
  syncBefore,
  syncSwapped,
  thenOutside,
  type TypeChange,
  type TypesAround,
} from './type-change.ts';
import { columnNames } from './type-ground.ts';

/** The names change hands, those of types too, with all that stands on the columns. */
export function swap(changes: readonly TypeChange[], types: TypesAround | undefined): OnlineMigration {
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
      all(({ ahead }) => ahead),
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
  /** What the way back does outside of a transaction before it, and after it. */
  readonly ahead: readonly string[];
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
  const requiredAgain = ownName('agora_old', column, 'required');
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
      ...commentsOver(table, ground),
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
      ...(ground.notNull
        ? [alter(`ALTER COLUMN ${q(column)} SET NOT NULL`), alter(`DROP CONSTRAINT ${q(requiredAgain)}`)]
        : []),
      ...onKey.map((one) => `ALTER TABLE ${one.table} DROP CONSTRAINT ${q(one.coming)};`),
      ...key(primary?.going ?? ''),
      ...onKey.map((one) => addUnchecked({ ...one, sql: one.oldSql }, one.name)),
      ...(ground.notNull
        ? [
            addUnchecked(requiredCheck(target, coming), required),
            alter(`ALTER COLUMN ${q(coming)} DROP NOT NULL`),
          ]
        : []),
      ...syncBefore(change).create,
      ...commentsBack(table, ground),
    ],
    ahead: ground.notNull
      ? [
          refuseMissing(change),
          addUnchecked(requiredCheck(target, going), requiredAgain),
          ...validate(requiredCheck(target, going), requiredAgain),
        ]
      : [],
    outside: [
      ...(ground.notNull ? validate(requiredCheck(target, coming), required) : []),
      ...onKey.flatMap((one) => validate(one, one.name)),
      ...(primary === undefined ? [] : [`${concurrently(primary.sql)};`, `${concurrently(primary.oldSql)};`]),
      ...onKey.flatMap((one) => [addUnchecked(one, one.coming), ...validate(one, one.coming)]),
    ],
  };
}

function renameConstraint(on: string, from: string, to: string): string {
  return `ALTER TABLE ${on} RENAME CONSTRAINT ${q(from)} TO ${q(to)};`;
}

/** Before anything is changed: values that the old type cannot hold are NULL in it, and are not taken back. */
function refuseMissing({ place: { table, column } }: TypeChange): string {
  const { going } = columnNames(column);
  const query = `SELECT FROM ${quoted(table)} WHERE ${q(going)} IS NULL`;
  const text = `Rows of ${displayNames(table)} hold values of ${column} that its old type cannot hold.`;
  const hint = `They are NULL in ${displayName(going)}: change them first.`;
  return [
    'DO $check$',
    'BEGIN',
    `  PERFORM pg_catalog.set_config('row_security', 'off', true);`,
    `  IF EXISTS (${query}) THEN`,
    `    RAISE EXCEPTION USING MESSAGE = ${quoteLiteral(text)}, HINT = ${quoteLiteral(hint)};`,
    '  END IF;',
    'END $check$;',
  ].join('\n');
}

/** A text of a directive: in quotes, on one line. */
function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

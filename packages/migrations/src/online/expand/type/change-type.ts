import { displayName } from '@agora/catalog';
import { quoteIdentifier as q } from '@agora/postgres';
import { quoted } from '@agora/postgres/parser';

import { renderBackfillGuard } from '../../../project/backfill-file.ts';
import type { OnlineMigration } from '../../online-migration.ts';
import { displayNames, grantsAllowed } from '../column/rename-column.ts';
import { type Expansion, script } from '../expansion.ts';
import { copySql } from '../ground/copy-column.ts';
import { concurrently } from '../ground/concurrently.ts';
import { raceNote } from '../ground/race-note.ts';
import { addUnchecked, validate } from '../ground/standing.ts';
import { converted } from './conversions.ts';
import { swap } from './swap-columns.ts';
import {
  doneWhen,
  hasConstraints,
  requiredCheck,
  requiredName,
  syncBefore,
  thenOutside,
  type TypeChange,
  type TypesAround,
  unfilled,
} from './type-change.ts';
import { columnNames } from './type-ground.ts';

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
    return 'the table has no unique index of NOT NULL columns, ordered one way, along which its rows could be gone over';
  return undefined;
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
      ...raceNote(ground.indexes),
      ...copySql({ ...place, copy: coming }, { ...ground.after, grants: ground.before.grants }),
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

/** Constraints of the new column: first for new rows, then, with only a weak lock, for those that are there. */
function constrain(change: TypeChange): readonly OnlineMigration[] {
  if (!hasConstraints(change)) return [];
  const { place, ground, first } = change;
  const target = quoted(place.table);
  const { coming } = columnNames(place.column);
  const checked = [
    ...(ground.notNull ? [{ ...requiredCheck(target, coming), coming: requiredName(place.column) }] : []),
    ...ground.constraints,
  ];
  const unique = ground.indexes.filter(({ serves }) => serves === 'u');
  const added = checked.map((one) => addUnchecked(one, one.coming));
  const dropped = checked.map(
    ({ table, coming: name }) => `ALTER TABLE ${table} DROP CONSTRAINT ${q(name)};`,
  );
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
  const validated = checked.flatMap((one) => validate(one, one.coming));
  if (validated.length === 0) return [constraints];
  return [
    constraints,
    {
      suffix: 'validate',
      up: script(...validated),
      down: script(...dropped, ...added),
    },
  ];
}

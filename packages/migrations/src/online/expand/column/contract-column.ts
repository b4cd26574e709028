import { displayName } from '@agora/catalog';
import { type Client, quoteIdentifier } from '@agora/postgres';
import { quoted } from '@agora/postgres/parser';

import type { Contraction } from '../contraction.ts';
import { script } from '../expansion.ts';
import { type ColumnPlace, readColumnGround } from '../ground/column-ground.ts';
import { ownName } from '../ground/own-name.ts';
import { withRollback } from '../ground/with-rollback.ts';
import {
  filledCopySql,
  grantsAllowed,
  doneWhen,
  expansionOf,
  syncOf,
  triggerSql,
  withCopy,
  withoutCopy,
} from './rename-column.ts';

/**
 * The end of a rename by expansion: the copy goes, and its name with all that stands on the column stays. The way back
 * makes the copy anew and fills it before triggers see its rows.
 *
 * @param client a database that stands after the expansion; nothing in it is changed
 * @returns undefined where table or columns are no longer there
 */
export async function contractColumnRename(
  client: Client,
  place: ColumnPlace,
  since: string,
): Promise<Contraction | undefined> {
  const { schema, table, column, copy } = place;
  const now = await readColumnGround(client, { ...place, column: copy, copy: ownName('agora', 'elsewhere') });
  if (now === undefined) return undefined;
  const sync = syncOf(place, now);
  const [old, renamed, target] = [quoteIdentifier(column), quoteIdentifier(copy), quoted(table)];
  const statements = [
    ...now.triggers.flatMap((trigger) => triggerSql(table, trigger, withoutCopy(place, trigger))),
    ...sync.drop,
    `ALTER TABLE ${target} DROP COLUMN ${renamed};`,
    `ALTER TABLE ${target} RENAME COLUMN ${old} TO ${renamed};`,
  ];
  const before = await withRollback(client, async () => {
    const path = quoteIdentifier(schema);
    await client.query(`SET LOCAL search_path TO ${path}`);
    await client.query(statements.join('\n'));
    await client.query(`ALTER TABLE ${target} RENAME COLUMN ${renamed} TO ${old}`);
    return readColumnGround(client, place);
  });
  if (before === undefined) return undefined;
  const copied = new Set(now.indexes.map(({ of }) => of));
  return {
    suffix: `${column}_to_${copy}`,
    header: [
      `-- agora: contracts ${expansionOf(place)}`,
      `-- agora: allow drop-column because ${displayName(copy)} is a copy of ${displayName(column)}, which takes its name`,
      '-- agora: allow rename-column because both names have served meanwhile',
      `-- agora: after backfill ${since}`,
    ],
    doneWhen: doneWhen(place),
    statements,
    down: script(
      ...grantsAllowed(before.grants),
      `ALTER TABLE ${target} RENAME COLUMN ${renamed} TO ${old};`,
      ...filledCopySql(place, before, `UPDATE ${target} SET ${renamed} = ${old} WHERE ${old} IS NOT NULL;`),
      ...syncOf(place, before).create,
      ...before.triggers.flatMap((trigger) => triggerSql(table, trigger, withCopy(place, trigger))),
      ...before.indexes.filter(({ name }) => copied.has(name)).map(({ sql }) => `${sql};`),
    ),
  };
}

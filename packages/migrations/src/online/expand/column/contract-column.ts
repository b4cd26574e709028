import { displayName } from '@agora/catalog';
import { type Client, quoteIdentifier } from '@agora/postgres';
import { quoted } from '@agora/postgres/parser';

import type { Contraction } from '../contraction.ts';
import { script } from '../expansion.ts';
import { type ColumnPlace, readColumnGround } from '../ground/column-ground.ts';
import { ownName } from '../ground/own-name.ts';
import { withRollback } from '../ground/with-rollback.ts';
import { concurrently } from '../ground/concurrently.ts';
import { fillBeside, together } from '../ground/fill-beside.ts';
import {
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
 * fills a copy beside what goes on, and only then changes names.
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
  const filling = { ...place, column: copy, copy: ownName('agora_copy', copy) };
  const found = await withRollback(client, async () => {
    await client.query(`SET LOCAL search_path TO ${quoteIdentifier(schema)}`);
    await client.query(statements.join('\n'));
    const contracted = await readColumnGround(client, filling);
    await client.query(`ALTER TABLE ${target} RENAME COLUMN ${renamed} TO ${old}`);
    const before = await readColumnGround(client, place);
    return contracted && before && { contracted, before };
  });
  if (found === undefined) return undefined;
  const { contracted, before } = found;
  const copied = new Set(now.indexes.map(({ of }) => of));
  const indexes = before.indexes.flatMap(({ name, of }) => {
    const built = contracted.indexes.find((one) => one.of === of);
    return copied.has(name) && built !== undefined ? [{ name, built }] : [];
  });
  const syncFilling = syncOf(filling, contracted);
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
      '-- agora: no-transaction',
      '-- agora: statement-timeout 0',
      ...grantsAllowed(before.grants),
      ...fillBeside(filling, contracted, { value: renamed, sync: syncFilling }),
      ...indexes.map(({ built }) => `${concurrently(built.sql)};`),
      together([
        ...syncFilling.outward.drop,
        `ALTER TABLE ${target} RENAME COLUMN ${renamed} TO ${old};`,
        `ALTER TABLE ${target} RENAME COLUMN ${quoteIdentifier(filling.copy)} TO ${renamed};`,
        ...indexes.map(
          ({ name, built }) =>
            `ALTER INDEX ${quoted({ ...table, name: built.name })} RENAME TO ${quoteIdentifier(name)};`,
        ),
        ...syncOf(place, before).create,
        ...before.triggers.flatMap((trigger) => triggerSql(table, trigger, withCopy(place, trigger))),
      ]),
    ),
  };
}

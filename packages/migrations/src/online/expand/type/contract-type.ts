import { displayName } from '@agora/catalog';
import { type Client, failedWith, quoteIdentifier, SQLSTATE } from '@agora/postgres';
import { quoted } from '@agora/postgres/parser';

import { displayNames, grantsAllowed } from '../column/rename-column.ts';
import type { Contraction } from '../contraction.ts';
import { script } from '../expansion.ts';
import { readColumnGround } from '../ground/column-ground.ts';
import { concurrently } from '../ground/concurrently.ts';
import { fillBeside, together } from '../ground/fill-beside.ts';
import { addUnchecked, readStanding, validate } from '../ground/standing.ts';
import { withRollback } from '../ground/with-rollback.ts';
import { syncAfter } from './type-change.ts';
import { type Conversion, converted } from './conversions.ts';
import { columnNames, type TypePlace } from './type-ground.ts';

/** What the migration that expanded says. */
interface ExpandedType {
  readonly conversion: Conversion;
  /** The old type, in SQL, which goes with the last column that has it. */
  readonly drops?: string | undefined;
}

/**
 * The end of a change of type by expansion: the column that keeps the old values goes. The way back makes it anew from the
 * new ones, beside what goes on.
 *
 * @param client a database that stands after the swap; nothing in it is changed
 * @returns undefined where table or columns are no longer there
 */
export async function contractTypeChange(
  client: Client,
  place: TypePlace,
  { conversion, drops }: ExpandedType,
): Promise<Contraction | undefined> {
  const { table, column } = place;
  const { going } = columnNames(column);
  const elsewhere = columnNames(going).coming;
  const now = await readColumnGround(client, { ...place, copy: elsewhere });
  const old = await readColumnGround(client, { ...place, column: going, copy: elsewhere });
  if (now === undefined || old === undefined) return undefined;
  const standing = await readStanding(client, { ...place, column: going });
  const sync = syncAfter(place, { from: old, to: now }, conversion);
  const [target, kept] = [quoted(table), quoteIdentifier(going)];
  const name = `${displayNames(table)}.${displayName(column)}`;
  const incoming = standing.constraints.filter(({ incoming: to }) => to);
  const back = converted(conversion.back, old.type)(quoteIdentifier(column));
  const statements = [
    ...sync.drop,
    ...incoming.map((one) => `ALTER TABLE ${one.table} DROP CONSTRAINT ${quoteIdentifier(one.name)};`),
    `ALTER TABLE ${target} DROP COLUMN ${kept};`,
  ];
  const type = drops === undefined ? undefined : await readGoingType(client, drops, { place, statements });
  return {
    suffix: `type_of_${table.name}_${column}`,
    header: [
      `-- agora: contracts type ${name} keeping ${displayName(going)}`,
      `-- agora: allow drop-column because ${displayName(going)} keeps the values of before, which ${displayName(column)} has in its new type`,
    ],
    statements: [...statements, ...(type === undefined ? [] : [`DROP TYPE ${drops};`])],
    down: script(
      '-- agora: no-transaction',
      '-- agora: statement-timeout 0',
      ...grantsAllowed(old.grants),
      ...(standing.indexes.some(({ sql }) => sql.startsWith('CREATE UNIQUE'))
        ? ['-- agora: allow unique-on-existing-column because they were unique when they were dropped']
        : []),
      ...fillBeside({ ...place, copy: going }, old, {
        value: back,
        sync,
        types: type === undefined ? [] : [type],
      }),
      ...standing.indexes.map(({ sql }) => `${concurrently(sql)};`),
      ...standing.indexes
        .filter(({ serves }) => serves === 'u')
        .map(
          ({ name: index, deferrable }) =>
            `ALTER TABLE ${target} ADD CONSTRAINT ${quoteIdentifier(index)} UNIQUE USING INDEX ${quoteIdentifier(index)}${deferrable};`,
        ),
      ...standing.constraints
        .filter(({ kind }) => kind !== 'u')
        .flatMap((one) => [addUnchecked(one, one.name), ...validate(one, one.name)]),
      together(sync.inward),
    ),
  };
}

/** How an enum is made anew, where nothing but the column that goes has it. */
async function readGoingType(
  client: Client,
  type: string,
  { place, statements }: { readonly place: TypePlace; readonly statements: readonly string[] },
): Promise<string | undefined> {
  return withRollback(client, async () => {
    await client.query(`SET LOCAL search_path TO ${quoteIdentifier(place.schema)}`);
    const { rows } = await client.query<{ labels: string | null }>(
      `SELECT string_agg(quote_literal(enumlabel), ', ' ORDER BY enumsortorder) AS labels FROM pg_enum WHERE enumtypid = to_regtype($1)`,
      [type],
    );
    const labels = rows[0]?.labels;
    if (labels === null || labels === undefined) return undefined;
    try {
      await client.query([...statements, `DROP TYPE ${type};`].join('\n'));
    } catch (error) {
      if (!failedWith(error, SQLSTATE.dependentObjectsStillExist)) throw error;
      return undefined;
    }
    return `CREATE TYPE ${type} AS ENUM (${labels});`;
  });
}

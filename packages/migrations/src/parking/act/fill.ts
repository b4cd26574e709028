import { quoteIdentifier } from '@agora/postgres';
import { type ParsedStatement, quoted } from '@agora/postgres/parser';

import { qualified } from '../names.ts';
import type { Parked } from '../parked.ts';
import type { Parker } from '../parker.ts';
import { columnsIn, type Filling, readUpdate, type Update } from '../read/fillings.ts';
import { readColumn, readRelation, type RelationFacts } from '../read/relation.ts';

/**
 * UPDATE ... SET column, where that was brought back: if the other way has put its values nowhere else, only rows
 * without one are filled; if it has computed other columns from it, those where these have changed since. Where that
 * cannot be told the script has its way, and the old values stay parked.
 */
export async function fillColumns(parking: Parker, statement: ParsedStatement): Promise<boolean> {
  const { client } = parking.step;
  const update = readUpdate(statement);
  const table = update && (await readRelation(client, quoted(update.table)));
  if (!table) return false;
  const back = (await parking.back()).filter(
    (one) => one.kind === 'column' && one.schema === table.schema && one.name === table.name,
  );
  const returned = update.fillings.filter(({ column }) => back.some((one) => one.column === column));
  if (returned.length === 0) return false;
  const [only] = returned;
  const isAlone = only !== undefined && update.fillings.length === 1 && update.isPlain;
  const conditions = isAlone ? await changedSince(parking, table, only) : undefined;
  if (conditions === undefined) return keepAndFill(parking, { statement, update, table, returned });
  const both = [...(update.condition === undefined ? [] : [`(${update.condition})`]), `(${conditions})`];
  await client.query(`${update.head}\n WHERE ${both.join(' AND ')}`);
  return true;
}

/** SQL: whether a row wants another value than the one that is back; undefined where that cannot be told. */
async function changedSince(
  parking: Parker,
  table: RelationFacts,
  { column }: Filling,
): Promise<string | undefined> {
  const { client } = parking.step;
  const readers = parking.inverse.filter(
    ({ node }) => !('AlterTableStmt' in node) && !('IndexStmt' in node) && columnsIn(node).has(column),
  );
  if (readers.length === 0) return `${quoteIdentifier(column)} IS NULL`;
  const changed: string[] = [];
  for (const reader of readers) {
    const other = readUpdate(reader);
    if (!other?.isPlain || other.condition !== undefined) return undefined;
    if ((await readRelation(client, quoted(other.table)))?.oid !== table.oid) return undefined;
    for (const filling of other.fillings.filter(({ reads }) => reads.has(column))) {
      const known = await Promise.all([...filling.reads].map((name) => readColumn(client, table, name)));
      const target = await readColumn(client, table, filling.column);
      if (!target || known.some((one) => one === undefined)) return undefined;
      changed.push(
        `(${quoteIdentifier(filling.column)})::text IS DISTINCT FROM ((${filling.value})::${target.type})::text`,
      );
    }
  }
  return changed.length === 0 ? undefined : changed.join(' OR ');
}

interface Refill {
  readonly statement: ParsedStatement;
  readonly update: Update;
  readonly table: RelationFacts;
  readonly returned: readonly Filling[];
}

/** Fills as it is written, and in the same UPDATE keeps the values that were there. */
async function keepAndFill(
  parking: Parker,
  { statement, update, table, returned }: Refill,
): Promise<boolean> {
  const names = await parking.names();
  const on = qualified(table.schema, table.name);
  const kept = await Promise.all(
    returned.map(async ({ column }) => ({
      column,
      type: (await readColumn(parking.step.client, table, column))?.type ?? 'text',
      parkedAs: names.next(column),
    })),
  );
  const { text } = statement;
  const alias = aliasOf(statement) ?? table.name;
  const settings = kept.map(
    ({ column, parkedAs }) =>
      `${quoteIdentifier(parkedAs)} = ${quoteIdentifier(alias)}.${quoteIdentifier(column)}`,
  );
  await parking.park({
    sql: [
      ...kept.map(
        ({ type, parkedAs }) => `ALTER TABLE ${on} ADD COLUMN ${quoteIdentifier(parkedAs)} ${type}`,
      ),
      `${text.slice(0, update.firstAt)}${settings.join(', ')}, ${text.slice(update.firstAt)}`,
    ],
    parked: kept.map(
      ({
        column,
        parkedAs,
      }): Omit<Parked, 'id' | 'migration' | 'direction' | 'parkedAt' | 'until' | 'isBack'> => ({
        kind: 'column',
        schema: table.schema,
        name: table.name,
        column,
        parkedAs,
        marker: null,
        parts: {},
      }),
    ),
  });
  return true;
}

function aliasOf({ node }: ParsedStatement): string | undefined {
  return 'UpdateStmt' in node ? node.UpdateStmt.relation?.alias?.aliasname : undefined;
}

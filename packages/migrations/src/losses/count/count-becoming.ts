import { type Client, quoteIdentifier, quoteLiteral, sqlState } from '@agora/postgres';
import { quoted } from '@agora/postgres/parser';

import type { Becoming, Taking } from '../read/taking.ts';
import { type Found, number, relationOf } from './counting.ts';
import { foreignKeysTo } from './dependents.ts';
import { queryAside, textOf } from './query-aside.ts';

type Values = Extract<Taking, { kind: 'values' }>;

/** All values of a column: so many may be changed. */
export async function ofAny(client: Client, { table, column }: Values): Promise<readonly Found[]> {
  const { schema, table: name } = await relationOf(client, table);
  const sql = `SELECT pg_catalog.count(${quoteIdentifier(column)}) AS rows FROM ${quoted({ schema, name })}`;
  return [{ target: { schema, table: name, column }, rows: await number(client, [], sql), isBound: true }];
}

/**
 * Values of a column that become others which the way forward does not turn back into them, to the last byte; where that
 * cannot be asked, all that change; where not even that, at most all.
 */
export async function ofBecoming(client: Client, taking: Values, by: Becoming): Promise<readonly Found[]> {
  const { table, column } = taking;
  const { schema, table: name } = await relationOf(client, table);
  const type = await typeOf(client, quoted({ schema, name }), column);
  if (type === undefined) return [];
  for (const lost of conditionsOf(column, type, by)) {
    const where = by.where === undefined ? lost : `(${by.where}) AND ${lost}`;
    const rows = by.from === undefined ? where : `EXISTS (SELECT FROM ${by.from} WHERE ${where})`;
    const sql = `SELECT pg_catalog.count(*) AS rows FROM ${by.rows} WHERE ${rows}`;
    try {
      const counted = {
        target: { schema, table: name, column },
        rows: await number(client, table.path, sql),
      };
      return [
        by.where === undefined || by.from !== undefined ? counted : { ...counted, where: by.where.trim() },
      ];
    } catch (error) {
      // The way forward refuses the value, or names what is not there: another question may do.
      if (!/^(?:22|23|42)/.test(sqlState(error) ?? '')) throw error;
    }
  }
  return ofAny(client, taking);
}

/** What holds for a value that is lost, the sharpest first. */
function conditionsOf(column: string, type: string, by: Becoming): readonly string[] {
  const own = `${by.alias}.${quoteIdentifier(column)}`;
  const becomes = by.type === undefined ? `(${by.value})::${type}` : `(${by.value})::${by.type}`;
  const isOther = (value: string): string =>
    `${own} IS NOT NULL AND ROW(${own})::record *<> ROW(${value})::record`;
  const plain = isOther(by.type === undefined ? becomes : `(${becomes})::text::${type}`);
  if (by.again === undefined) return [plain];
  const again = `(SELECT (${by.again})::${type} FROM (SELECT ${becomes} AS ${quoteIdentifier(column)}) AS ${by.alias})`;
  return [isOther(again), plain];
}

/** The type of a column as SQL; undefined of one that is computed, or not there. */
async function typeOf(client: Client, relation: string, column: string): Promise<string | undefined> {
  const [row] = await queryAside(
    client,
    [],
    `SELECT pg_catalog.format_type(atttypid, atttypmod) AS type FROM pg_catalog.pg_attribute
      WHERE attrelid = pg_catalog.to_regclass(${quoteLiteral(relation)}) AND attname = ${quoteLiteral(column)} AND attgenerated = ''`,
  );
  const type = textOf(row, 'type');
  return type === '' ? undefined : type;
}

/** References that are emptied when the key that they refer to becomes another (ON UPDATE SET NULL, SET DEFAULT): at most all. */
export async function ofReferences(client: Client, { table, column }: Values): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const { schema, table: child, columns, refers, onUpdate } of await foreignKeysTo(client, table)) {
    if (!refers.includes(column) || !onUpdate.startsWith('SET')) continue;
    const through = `its foreign key to ${table.name} (ON UPDATE ${onUpdate})`;
    for (const one of columns) {
      const sql = `SELECT pg_catalog.count(${quoteIdentifier(one)}) AS rows FROM ${quoted({ schema, name: child })}`;
      const target = { schema, table: child, column: one };
      found.push({ target, rows: await number(client, [], sql), isBound: true, through });
    }
  }
  return found;
}

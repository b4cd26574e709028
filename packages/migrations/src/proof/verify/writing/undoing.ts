import type { FillableTable } from '@agora/catalog';
import type { Client } from '@agora/postgres';

import type { Script } from '../../../project/folder.ts';
import { type Content, readContent } from '../../sample/index.ts';
import { readWriting, type Writing, type Written } from './read-writing.ts';

/**
 * What a way back may change, and what the tables hold before it; changes of type are judged by what comes back.
 *
 * @param tables those of the database now
 * @param before those before the way forward: where a column had to have a value, rows without one came later
 */
export async function readUndoing(
  client: Client,
  down: Script,
  tables: readonly FillableTable[],
  before: readonly FillableTable[],
): Promise<Writing & { readonly held: Content }> {
  const { written, unjudged, ...rest } = await readWriting(client, down, tables, 'back');
  const cameLater = ({ table, whereNull }: Written): boolean =>
    before
      .find(({ oid }) => oid === table.oid)
      ?.columns.some(({ name, notNull }) => name === whereNull && notNull) === true;
  const kept = written.filter((one) => one.converts !== true && !cameLater(one));
  const held = kept.length === 0 ? { tables: new Map() } : await readContent(client, tables);
  return {
    written: kept,
    ...rest,
    unjudged: unjudged.map((line) => `the way back: ${line}`),
    held,
  };
}

/** Whether a table, or a column of one, was there before. */
export function isHeld({ tables }: Content, name: string): boolean {
  return [...tables].some(
    ([label, { values }]) =>
      name === label || [...values.keys()].some((column) => name === `${label}.${column}`),
  );
}

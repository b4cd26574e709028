import { type Client, quoteIdentifier } from '@agora/postgres';

import { PARKED_SCHEMA } from './names.ts';
import { forgetSql } from './parked.ts';
import { type ParkedItem, readParkedItems } from './parked-items.ts';

/** SQL that destroys something parked, and forgets it; what somebody has dropped is only forgotten. */
export function destroySql({ id, kind, place }: ParkedItem): readonly string[] {
  const gone = forgetSql({ id });
  if (place === null) return [gone];
  if (kind === 'table') return [`DROP TABLE ${place.relation}`, gone];
  if (kind === 'type') return [`DROP TYPE ${place.relation}`, gone];
  const columns = place.columns.map((one) => `DROP COLUMN IF EXISTS ${quoteIdentifier(one)}`);
  return [`ALTER TABLE ${place.relation} ${columns.join(', ')}`, gone];
}

/**
 * In the order in which they can go: a table before its partitions, which go with it, and types when nothing is of them
 * any more.
 */
export function inOrder(items: readonly ParkedItem[]): readonly ParkedItem[] {
  return [...items.filter(({ kind }) => kind !== 'type'), ...items.filter(({ kind }) => kind === 'type')];
}

/**
 * Drops all tables and types that a project has parked, in the open transaction: those of a database that is made as
 * new. Columns go with their tables.
 */
export async function dropParked(client: Client, schema: string): Promise<void> {
  for (const { id, kind, place } of inOrder(await readParkedItems(client, schema))) {
    const isAside = place?.relation.startsWith(`${PARKED_SCHEMA}.`) === true;
    if (isAside && (kind === 'table' || kind === 'type'))
      await client.query(`DROP ${kind === 'table' ? 'TABLE' : 'TYPE'} IF EXISTS ${place.relation} CASCADE`);
    await client.query(forgetSql({ id }));
  }
}

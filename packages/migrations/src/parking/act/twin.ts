import type { Client } from '@agora/postgres';

import { PARKED_SCHEMA, qualified } from '../names.ts';
import { TWIN } from '../decide/claims.ts';
import { probe, readShape, type Shape } from '../read/shape.ts';
import type { RelationFacts } from '../read/relation.ts';

/** The twin's name as SQL. */
export const twinName = qualified(PARKED_SCHEMA, TWIN);

/**
 * What an empty table with the same columns would look like after statements on it; undefined where the server refuses
 * them.
 */
export async function tryOnTwin(
  client: Client,
  table: RelationFacts,
  statements: readonly string[],
): Promise<Shape | undefined> {
  const create = `CREATE TABLE ${twinName} (LIKE ${qualified(table.schema, table.name)})`;
  return probe(client, [create, ...statements], async () => {
    const { rows } = await client.query<{ oid: string }>(`SELECT $1::pg_catalog.regclass::oid::text AS oid`, [
      twinName,
    ]);
    return readShape(client, rows[0]?.oid ?? '0');
  });
}

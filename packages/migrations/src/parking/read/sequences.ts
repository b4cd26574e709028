import type { Client } from '@agora/postgres';

import type { Parts } from '../parked.ts';

/** Which of the names that parked sequences had are taken by sequences that stand there now. */
export async function standingSequences(
  client: Client,
  schema: string,
  { sequences = {} }: Parts,
): Promise<ReadonlySet<string>> {
  const names = Object.values(sequences);
  if (names.length === 0) return new Set();
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'S' AND n.nspname = $1 AND c.relname = ANY ($2)`,
    [schema, names],
  );
  return new Set(rows.map(({ name }) => name));
}

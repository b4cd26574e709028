import { type Client, quoteIdentifier, withTransaction } from '@agora/postgres';

import { type SchemaTable } from './schema/table.ts';
import { quotedTable } from './schema/table.ts';

/** What is in a table: how many rows, and the sum of a hash of each. */
export interface Fingerprint {
  readonly rows: number;
  /** The same for the same rows in any order, as decimal text. */
  readonly hash: string;
}

/**
 * Counts and hashes the rows of a table, wherever they are. The settings that shape a value's text are the same on every node.
 * @throws the server's error where row-level security would hide rows from the role
 */
export function readFingerprint(client: Client, table: SchemaTable): Promise<Fingerprint> {
  return withTransaction(client, () => fingerprintWithin(client, table));
}

/** The same, in a transaction that is open. */
export async function fingerprintWithin(client: Client, table: SchemaTable): Promise<Fingerprint> {
  await client.query('SET LOCAL row_security = off');
  for (const setting of [
    "TimeZone = 'UTC'",
    "DateStyle = 'ISO'",
    "IntervalStyle = 'postgres'",
    "lc_monetary = 'C'",
    'extra_float_digits = 1',
    "bytea_output = 'hex'",
  ])
    await client.query(`SET LOCAL ${setting}`);
  const columns = [...table.columns.keys()].toSorted().map(quoteIdentifier).join(', ');
  const { rows } = await client.query<{ rows: string; hash: string }>(
    `SELECT count(*) AS rows, coalesce(sum(hashtextextended(ROW(${columns})::text, 0)::numeric), 0)::text AS hash
       FROM ${quotedTable(table)}`,
  );
  const { rows: counted, hash } = rows[0]!;
  return { rows: Number(counted), hash };
}

/** Whether the same rows are in both. */
export function isSame(one: Fingerprint, other: Fingerprint): boolean {
  return one.rows === other.rows && one.hash === other.hash;
}

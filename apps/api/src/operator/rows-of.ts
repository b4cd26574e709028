import type { Client } from '@agora/postgres';
import type { SqlCall } from '../database/sql.ts';

/** The rows of one statement on a connection at hand, outside the API's own pool. */
export async function rowsOf<Row extends object>(
  client: Client,
  { text, values, types }: SqlCall<Row>,
): Promise<Row[]> {
  const { rows } = await client.query<Row>({ text, values: [...values], ...(types && { types }) });
  return rows;
}

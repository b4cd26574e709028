import { type Client, quoteIdentifier } from '@agora/postgres';
import type { SqlCall } from './sql.ts';

/** The rows of one statement on a connection at hand. It is not prepared by its name, which a pooler may not know. */
export async function rowsOf<Row extends object>(
  client: Client,
  { text, values, types }: SqlCall<Row>,
): Promise<Row[]> {
  const { rows } = await client.query<Row>({ text, values: [...values], ...(types && { types }) });
  return rows;
}

/**
 * The rows of a statement, read through a cursor: there may be more than fit into memory. In a transaction.
 * @param size rows read at once
 */
export async function* rowsInBatches<Row extends object>(
  client: Client,
  { name, text, values, types }: SqlCall<Row>,
  size: number,
): AsyncGenerator<Row> {
  const cursor = quoteIdentifier(name);
  await client.query(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${text}`, [...values]);
  let read: readonly Row[];
  do {
    ({ rows: read } = await client.query<Row>({
      text: `FETCH ${size} FROM ${cursor}`,
      ...(types && { types }),
    }));
    yield* read;
  } while (read.length === size);
  await client.query(`CLOSE ${cursor}`);
}

import type { Client } from '@agora/postgres';
import type { Call } from '../database/statement.ts';

/** The answers of one statement on a connection at hand, outside the API's own batches. */
export async function ask<Answer>(
  client: Client,
  { statement: { text }, parameters }: Call<Answer>,
): Promise<Answer[]> {
  const { rows } = await client.query<[Answer]>({ text, values: [...parameters], rowMode: 'array' });
  return rows.map(([answer]) => answer);
}

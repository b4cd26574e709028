import { type Client, quoteIdentifier } from '@agora/postgres';

/** Counting stops after this long: a figure that takes longer is called unknown, which needs consent as well. */
const COUNT_TIMEOUT_MS = 30_000;

/**
 * Asks inside the open transaction, and leaves nothing of it behind, its failure included. With row security on, a
 * policy could hide rows and a count would be too low: rather it fails.
 *
 * @param path the schemas in which unqualified names are found; as it is if empty
 * @throws the server's error
 */
export async function queryAside(
  client: Client,
  path: readonly string[],
  sql: string,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const found = path.length === 0 ? [] : [`SET LOCAL search_path = ${path.map(quoteIdentifier).join(', ')}`];
  const settings = [
    'SAVEPOINT agora_count',
    'SET LOCAL row_security = off',
    `SET LOCAL statement_timeout = ${COUNT_TIMEOUT_MS}`,
    'SET LOCAL transaction_read_only = on',
    ...found,
  ];
  await client.query(settings.join('; '));
  try {
    const answer: unknown = await client.query(sql);
    // Of several statements, the last.
    const last: unknown = Array.isArray(answer) ? answer.at(-1) : answer;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- pg gives an array for several statements
    return (last as QueryResult).rows;
  } finally {
    await client.query('ROLLBACK TO SAVEPOINT agora_count; RELEASE SAVEPOINT agora_count');
  }
}

interface QueryResult {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** A text of a row that {@link queryAside} brought. */
export function textOf(row: Readonly<Record<string, unknown>> | undefined, column: string): string {
  const value = row?.[column];
  return typeof value === 'string' ? value : '';
}

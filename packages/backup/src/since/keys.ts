import { type Client, quoteIdentifier } from '@agora/postgres';

/** Columns as a composite value; `ROW()` of none. */
export const rowSql = (columns: readonly string[]): string =>
  `ROW(${columns.map(quoteIdentifier).join(', ')})`;

/** The columns of a table's primary key, where all of them are among those that are compared; else none. */
export async function readKeys(
  client: Client,
  {
    schema,
    name,
    columns,
  }: { readonly schema: string; readonly name: string; readonly columns: readonly string[] },
): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT a.attname AS name FROM pg_index i
       JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
       CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY k (attnum, place)
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
      WHERE i.indisprimary AND k.place <= i.indnkeyatts AND n.nspname = $1 AND c.relname = $2 ORDER BY k.place`,
    [schema, name],
  );
  const key = rows.map((row) => row.name);
  return key.every((one) => columns.includes(one)) ? key : [];
}

import type { Client } from './connection.ts';

/**
 * Whether there is a table or view of that name, whatever the role may see of it: `to_regclass` is refused to who may not
 * use the schema.
 */
export async function tableExists(client: Client, schema: string, name: string): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>(
    `SELECT EXISTS (SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                     WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p', 'v', 'f')) AS there`,
    [schema, name],
  );
  return rows[0]?.there === true;
}

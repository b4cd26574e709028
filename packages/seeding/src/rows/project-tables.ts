import { type FillableTable, readTables } from '@agora/catalog';
import type { Client } from '@agora/postgres';

/** The tables of the schema `public`, in which seeded tables are named without a schema. */
export async function projectTables(client: Client): Promise<FillableTable[]> {
  return (await readTables(client)).filter(({ label }) => label.startsWith('public.'));
}

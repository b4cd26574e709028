import { type Client, withTransaction } from '@agora/postgres';

/** Runs `use` in a transaction in which no trigger fires and no foreign key is watched. Needs a superuser. */
export async function withTriggersOff<T>(client: Client, use: () => Promise<T>): Promise<T> {
  return withTransaction(client, async () => {
    await client.query('SET LOCAL session_replication_role TO replica');
    return use();
  });
}

import { type Client, inTransaction } from '@agora/postgres';

/** Runs `use` in a transaction, or in a part of the open one, and takes back what it has done. */
export async function withRollback<T>(client: Client, use: () => Promise<T>): Promise<T> {
  const [begin, back] = inTransaction(client)
    ? [
        'SAVEPOINT agora_tentative',
        'ROLLBACK TO SAVEPOINT agora_tentative; RELEASE SAVEPOINT agora_tentative',
      ]
    : ['BEGIN', 'ROLLBACK'];
  await client.query(begin);
  try {
    return await use();
  } finally {
    await client.query(back);
  }
}

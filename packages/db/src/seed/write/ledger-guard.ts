import type { Client } from '@agora/postgres';

/**
 * Lets `use` change and delete ledger entries, which the append-only triggers refuse otherwise: only inside the
 * transaction, which holds a lock on the table until it ends, so that no one else ever sees the ledger unguarded.
 * The login must be a member of `agora_owner`; `use` runs as `agora_loader`.
 */
export async function withUnguardedLedger<T>(client: Client, use: () => Promise<T>): Promise<T> {
  await asRole(client, 'agora_owner', 'ALTER TABLE point_transactions DISABLE TRIGGER USER');
  const result = await use();
  await asRole(client, 'agora_owner', 'ALTER TABLE point_transactions ENABLE TRIGGER USER');
  return result;
}

async function asRole(client: Client, role: string, sql: string): Promise<void> {
  await client.query(`SET LOCAL ROLE ${role}`);
  await client.query(sql);
  await client.query('SET LOCAL ROLE agora_loader');
}

import { AgoraError } from '@agora/core';
import type { Client } from '@agora/postgres';
import { becomeLoader } from './roles.ts';

/**
 * Lets `use` change and delete ledger entries, which the append-only triggers refuse otherwise: only inside the
 * transaction, which holds a lock on the table until it ends, so that no one else ever sees the ledger unguarded.
 * `use` runs as `agora_loader`.
 * @throws seed.no_rights when the login is no member of `agora_owner`
 */
export async function withUnguardedLedger<T>(client: Client, use: () => Promise<T>): Promise<T> {
  await assertOwner(client);
  await asRole(client, 'agora_owner', 'ALTER TABLE point_transactions DISABLE TRIGGER USER');
  const result = await use();
  await asRole(client, 'agora_owner', 'ALTER TABLE point_transactions ENABLE TRIGGER USER');
  return result;
}

async function assertOwner(client: Client): Promise<void> {
  const { rows } = await client.query<{ login: string; owner: boolean }>(
    `SELECT session_user AS login, pg_has_role(session_user, 'agora_owner', 'MEMBER') AS owner`,
  );
  const { login, owner } = rows[0]!;
  if (owner) return;
  throw new AgoraError({
    code: 'seed.no_rights',
    message: `The login "${login}" may not change or remove what seeds made.`,
    why: 'For that the guard of the append-only ledger is lifted inside the transaction, which its owner alone may do.',
    fix: `GRANT agora_owner TO "${login}"`,
  });
}

async function asRole(client: Client, role: string, sql: string): Promise<void> {
  await client.query(`SET LOCAL ROLE ${role}`);
  await client.query(sql);
  await becomeLoader(client);
}

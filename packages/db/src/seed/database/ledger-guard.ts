import { AgoraError } from '@agora/core';
import type { Client } from '@agora/postgres';
import { becomeLoader, remainsItself } from './roles.ts';

/**
 * Lets `use` change and delete ledger entries, which the append-only triggers refuse otherwise: only inside the
 * transaction, which holds a lock on the table until it ends, so that no one else ever sees the ledger unguarded.
 * `use` runs as `agora_loader`.
 * @throws seed.no_rights when the login is no member of `agora_owner`
 */
export async function withUnguardedLedger<T>(client: Client, use: () => Promise<T>): Promise<T> {
  await becomeOwner(client);
  await liftLedgerGuard(client);
  await becomeLoader(client);
  const result = await use();
  await becomeOwner(client);
  await restoreLedgerGuard(client);
  await becomeLoader(client);
  return result;
}

/** As `agora_owner`: from here the transaction may change and delete ledger entries. */
export async function liftLedgerGuard(client: Client): Promise<void> {
  await client.query('ALTER TABLE point_transactions DISABLE TRIGGER USER');
}

/** As `agora_owner`: the end of {@link liftLedgerGuard}. */
export async function restoreLedgerGuard(client: Client): Promise<void> {
  await client.query('ALTER TABLE point_transactions ENABLE TRIGGER USER');
}

/**
 * From here to the end of the transaction the client is `agora_owner`, which policies show the rows of one community.
 * @throws seed.no_rights when the login is no member of it
 */
export async function becomeOwner(client: Client): Promise<void> {
  if (await remainsItself(client)) return;
  const { rows } = await client.query<{ login: string; owner: boolean }>(
    `SELECT session_user AS login, pg_has_role(session_user, 'agora_owner', 'MEMBER') AS owner`,
  );
  const { login, owner } = rows[0]!;
  if (owner) {
    await client.query('SET LOCAL ROLE agora_owner');
    return;
  }
  throw new AgoraError({
    code: 'seed.no_rights',
    message: `The login "${login}" may not change or remove what seeds made.`,
    why: 'For that the guard of the append-only ledger is lifted inside the transaction, which its owner alone may do.',
    fix: `GRANT agora_owner TO "${login}"`,
  });
}

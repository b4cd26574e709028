import { AgoraError } from '@agora/core';
import { type Client } from './connection.ts';

/** How a transaction runs; PostgreSQL's defaults unless given. */
export interface TransactionOptions {
  isolation?: 'read committed' | 'repeatable read' | 'serializable' | undefined;
  readOnly?: boolean | undefined;
  /** Only with `serializable` and `readOnly`: waits for a snapshot that cannot fail. */
  deferrable?: boolean | undefined;
}

/**
 * Runs `use` in a transaction: committed when it returns, rolled back when it throws.
 * @throws postgres.nested_transaction when one is open on this connection already
 * @throws postgres.transaction_aborted when `use` hid the failure of a statement, so that nothing can be kept
 */
export async function withTransaction<T>(
  client: Client,
  use: (client: Client) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  if (inTransaction(client)) {
    throw new AgoraError({
      code: 'postgres.nested_transaction',
      message: 'A transaction is open on this connection already.',
      why: 'PostgreSQL has no nested transactions; the inner COMMIT would end the outer one.',
      fix: 'Use a SAVEPOINT, or do both in the outer transaction.',
    });
  }
  await client.query(beginSql(options));
  let result: T;
  try {
    result = await use(client);
  } catch (error) {
    // A failing ROLLBACK means the connection is gone, and the transaction with it: the first error counts.
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
  const outcome = await client.query('COMMIT');
  // The server answers COMMIT of a failed transaction with a ROLLBACK and no error.
  if (outcome.command === 'ROLLBACK') {
    throw new AgoraError({
      code: 'postgres.transaction_aborted',
      message: 'The transaction was rolled back instead of committed.',
      why: 'A statement in it failed and the failure was caught, but the server had aborted the transaction.',
      fix: 'Let the error pass through, or guard the statement with a SAVEPOINT.',
    });
  }
  return result;
}

/** Whether the connection is inside a transaction, failed or not. */
export function inTransaction(client: Client): boolean {
  const status = client.getTransactionStatus();
  return status === 'T' || status === 'E';
}

/** The statement that begins a transaction. */
export function beginSql(options: TransactionOptions = {}): string {
  return [
    'BEGIN',
    ...(options.isolation === undefined ? [] : [`ISOLATION LEVEL ${options.isolation.toUpperCase()}`]),
    ...(options.readOnly === undefined ? [] : [options.readOnly ? 'READ ONLY' : 'READ WRITE']),
    ...(options.deferrable === undefined ? [] : [options.deferrable ? 'DEFERRABLE' : 'NOT DEFERRABLE']),
  ].join(' ');
}

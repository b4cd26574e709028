import { quoteIdentifier } from '@agora/postgres';
import type { ConnectionTarget } from './connection-url.ts';
import { Client, type ClientConfig } from 'pg';

/**
 * Opens one connection as Prisma's native engine does: TLS by the target's mode, `search_path` set to its schema.
 *
 * @throws the driver's own error; {@link import('./database-error.ts').toMappedError} gives it a Prisma name.
 */
export async function connect(target: ConnectionTarget): Promise<Client> {
  const client = await connectWithTls(target);
  // A connection lost while idle is reported by the next query; without a listener it would end the process.
  client.on('error', () => {});
  try {
    await client.query(`SET search_path = ${quoteIdentifier(target.schema)}`);
  } catch (error) {
    await client.end();
    throw error;
  }
  return client;
}

/** Runs `use` on a connection of its own and closes it. */
export async function withClient<T>(
  target: ConnectionTarget,
  use: (client: Client) => Promise<T>,
): Promise<T> {
  const client = await connect(target);
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

async function connectWithTls(target: ConnectionTarget): Promise<Client> {
  if (target.tls === 'disable') return open(target, false);
  try {
    return await open(target, target.ssl);
  } catch (error) {
    if (target.tls === 'prefer' && isTlsRefused(error)) return open(target, false);
    throw error;
  }
}

async function open(target: ConnectionTarget, ssl: ClientConfig['ssl']): Promise<Client> {
  const client = new Client({ ...target.config, ssl });
  try {
    await client.connect();
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
  return client;
}

/** `pg`'s words for a server that answered "no" to the request for TLS. */
function isTlsRefused(error: unknown): boolean {
  return error instanceof Error && error.message === 'The server does not support SSL connections';
}

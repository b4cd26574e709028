import { clientConfig, type ConnectionTarget, makeClient, quoteIdentifier } from '@agora/postgres';
import type { Client } from 'pg';

/**
 * Opens one connection as Prisma's native engine does: TLS by the target's mode, `search_path` set to its schema.
 *
 * @throws the driver's own error; {@link import('./database-error.ts').toMappedError} gives it a Prisma name.
 */
export async function connect(target: ConnectionTarget): Promise<Client> {
  const client = await open(target);
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

/** Prisma's five seconds are too few for a machine that stalls for some. */
const connectTimeoutMs = 15_000;

async function open(target: ConnectionTarget): Promise<Client> {
  const client = makeClient(
    clientConfig(target, {
      application_name: `prisma-schema-engine ${process.pid}`,
      connectionTimeoutMillis: target.connectTimeoutMs ?? connectTimeoutMs,
    }),
  );
  try {
    await client.connect();
  } catch (error) {
    // It never came up; why is in the error.
    await client.end().catch(() => {});
    throw error;
  }
  return client;
}

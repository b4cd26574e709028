import { randomBytes } from 'node:crypto';
import { type Client, dropDatabase, quoteLiteral, withConnection } from '@agora/postgres';

/** A role of a test's own. */
export interface TestRole {
  /** Needs no quotes. */
  name: string;
  /** The database that was given, as this role. */
  url: string;
  /** Removes it with the databases that it owns, and with what it owns or may do in the one given. */
  drop(): Promise<void>;
}

/**
 * Makes a role that no other test has: roles belong to the whole server, which other tests, and other runs, share.
 * Whoever makes it drops it, before the database; see `withTestRole`.
 *
 * @param url a database, as a superuser
 * @param attributes those of CREATE ROLE, `LOGIN` unless given
 */
export async function createTestRole(url: string, attributes = 'LOGIN'): Promise<TestRole> {
  const name = `agora_test_${randomBytes(8).toString('hex')}`;
  const own = new URL(url);
  own.username = name;
  own.password = randomBytes(8).toString('hex');
  await withConnection(url, (client) =>
    client.query(`CREATE ROLE ${name} ${attributes} PASSWORD ${quoteLiteral(own.password)}`),
  );
  return { name, url: own.href, drop: () => withConnection(url, (client) => dropRole(client, name)) };
}

async function dropRole(client: Client, name: string): Promise<void> {
  const { rows } = await client.query<{ database: string }>(
    'SELECT datname AS database FROM pg_database WHERE datdba = $1::regrole AND datname <> current_database()',
    [name],
  );
  for (const { database } of rows) await dropDatabase(client, database);
  await client.query(`DROP OWNED BY ${name} CASCADE`);
  await client.query(`DROP ROLE ${name}`);
}

/** Gives `use` a role of its own and drops it afterwards. Parameters are those of `createTestRole`. */
export async function withTestRole<T>(
  url: string,
  use: (role: TestRole) => Promise<T>,
  attributes?: string,
): Promise<T> {
  const role = await createTestRole(url, attributes);
  try {
    return await use(role);
  } finally {
    await role.drop();
  }
}

import { randomBytes } from 'node:crypto';
import { quoteIdentifier, quoteLiteral, withConnection } from '@agora/postgres';

/** A role of a test's own. */
export interface TestRole {
  /** Needs no quotes. */
  name: string;
  /** The database that was given, as this role. */
  url: string;
}

/**
 * Gives `use` a role that no other test has, and drops it afterwards with the databases that it owns and with what it
 * owns or may do in the one given. Roles belong to the whole server, which other tests, and other runs, share.
 *
 * @param url a database, as a superuser
 * @param attributes those of CREATE ROLE, `LOGIN` unless given
 */
export async function withTestRole<T>(
  url: string,
  use: (role: TestRole) => Promise<T>,
  attributes = 'LOGIN',
): Promise<T> {
  const name = `agora_test_${randomBytes(8).toString('hex')}`;
  const own = new URL(url);
  own.username = name;
  own.password = randomBytes(8).toString('hex');
  await withConnection(url, (client) =>
    client.query(`CREATE ROLE ${name} ${attributes} PASSWORD ${quoteLiteral(own.password)}`),
  );
  try {
    return await use({ name, url: own.href });
  } finally {
    await withConnection(url, async (client) => {
      const { rows } = await client.query<{ database: string }>(
        'SELECT datname AS database FROM pg_database WHERE datdba = $1::regrole',
        [name],
      );
      for (const { database } of rows)
        await client.query(`DROP DATABASE ${quoteIdentifier(database)} WITH (FORCE)`);
      await client.query(`DROP OWNED BY ${name} CASCADE; DROP ROLE ${name}`);
    });
  }
}

import { createTemporaryDatabase, dropTemporaryDatabase } from '@agora/postgres';
import { testServerUrl } from './test-server.ts';

/** What a test database is made from. */
export interface TestDatabaseOptions {
  /** A database to copy, as `templateDatabase` returns it; an empty one unless given. */
  template?: string | undefined;
}

/** A database of a test's own. */
export interface TestDatabase {
  url: string;
  /** Removes it, closing what is still connected. */
  drop(): Promise<void>;
}

/** Makes a database on the test server. Whoever makes it drops it; see `withTestDatabase` and `useTestDatabase`. */
export async function createTestDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const server = await testServerUrl();
  const { url, name } = await createTemporaryDatabase(server, { label: 'test', template: options.template });
  return { url, drop: () => dropTemporaryDatabase(server, name) };
}

/** Gives `use` a database of its own and drops it afterwards. */
export async function withTestDatabase<T>(
  use: (url: string) => Promise<T>,
  options: TestDatabaseOptions = {},
): Promise<T> {
  const database = await createTestDatabase(options);
  try {
    return await use(database.url);
  } finally {
    await database.drop();
  }
}

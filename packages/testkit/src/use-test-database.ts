import { afterAll, beforeAll } from 'vitest';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

/** What the database of a test file is made from. */
export interface UseTestDatabaseOptions {
  /** A template's name, or what finds it: called once, before the tests. */
  template?: string | (() => Promise<string>) | undefined;
}

/**
 * Gives a test file (or a `describe` block) a database of its own: made before its tests, dropped after
 * them. `url` can be read inside tests and hooks, not while the file is loaded.
 */
export function useTestDatabase(options: UseTestDatabaseOptions = {}): { readonly url: string } {
  let database: TestDatabase | undefined;
  beforeAll(async () => {
    const template = typeof options.template === 'function' ? await options.template() : options.template;
    database = await createTestDatabase({ template });
  });
  afterAll(async () => {
    await database?.drop();
    database = undefined;
  });
  return {
    get url() {
      if (database === undefined) throw new Error('The test database exists only inside tests and hooks.');
      return database.url;
    },
  };
}

import path from 'node:path';
import { migrationsDirectory } from '@agora/db/paths';
import { columnTypes } from '@agora/db/sql';
import { type Client, withConnection } from '@agora/postgres';
import { makeSqlModules, type SqlFiles, type SqlModule, writeSqlModules } from '@agora/schema-engine';
import { createTestDatabase, migratedTemplate } from '@agora/testkit';

/** The `.sql` files of the API. */
const sqlFiles: SqlFiles = {
  sources: path.resolve(import.meta.dirname, '../src'),
  home: '@agora/db/sql',
  types: columnTypes,
  command: 'pnpm --filter @agora/api run generate:sql',
};

/** The modules as they have to stand beside the files. @throws Error naming every file that is refused */
export function makeModules(): Promise<readonly SqlModule[]> {
  return onMigrated((client) => makeSqlModules(client, sqlFiles));
}

/** Writes them. @returns how many there are @throws Error naming every file that is refused */
export function writeModules(): Promise<number> {
  return onMigrated((client) => writeSqlModules(client, sqlFiles));
}

/** On a migrated database, as the role that the API runs as. */
async function onMigrated<T>(use: (client: Client) => Promise<T>): Promise<T> {
  const database = await createTestDatabase({ template: await migratedTemplate(migrationsDirectory) });
  try {
    return await withConnection(database.url, async (client) => {
      await client.query('SET ROLE agora_app');
      return await use(client);
    });
  } finally {
    await database.drop();
  }
}

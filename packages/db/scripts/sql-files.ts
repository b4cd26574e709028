import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Client, withConnection } from '@agora/postgres';
import { makeSqlModules, type SqlFiles, type SqlModule, writeSqlModules } from '@agora/schema-engine';
import { createSeedTables } from '@agora/seeding';
import { createTestDatabase, migratedTemplate } from '@agora/testkit';
import { migrationsDirectory } from '../src/paths.ts';
import { createSeedProfiles } from '../src/seed/database/create-seed-profiles.ts';
import { LOADER } from '../src/seed/database/roles.ts';
import { createLoadTables } from '../src/seed/load/plan/create-load-tables.ts';
import { columnTypes } from '../src/sql/column-types.ts';

const source = path.resolve(import.meta.dirname, '../src');

/** The `.sql` files of the seeds. */
const sqlFiles: SqlFiles = {
  sources: source,
  home: path.join(source, 'sql/index.ts'),
  types: columnTypes,
  command: 'pnpm --filter @agora/db run generate:sql',
};

/** What is made of the database: the modules beside the `.sql` files, and the columns by table. */
export function makeModules(): Promise<readonly SqlModule[]> {
  return onMigrated(async (client) => [
    ...(await makeSqlModules(client, sqlFiles)),
    await makeColumnsModule(client),
  ]);
}

/** Writes them. @returns how many there are @throws Error naming every file that is refused */
export function writeModules(): Promise<number> {
  return onMigrated(async (client) => {
    const columns = await makeColumnsModule(client);
    await writeFile(columns.path, columns.text);
    return 1 + (await writeSqlModules(client, sqlFiles));
  });
}

/** The type by which lists of tables and columns are checked, from which queries are built. */
async function makeColumnsModule(client: Client): Promise<SqlModule> {
  const { rows } = await client.query<{ table: string; columns: string }>(
    `SELECT c.relname AS "table", string_agg(quote_literal(a.attname), ' | ' ORDER BY a.attnum) AS columns
       FROM pg_catalog.pg_class c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> '_prisma_migrations'
      GROUP BY 1 ORDER BY 1`,
  );
  const tables = rows.map(({ table, columns }) => `  readonly ${table}: ${columns};`);
  return {
    path: path.join(source, 'sql/forum-columns.ts'),
    text: `// Made from the migrations by \`${sqlFiles.command}\`.

/** The columns of each table of the forum. */
// oxfmt-ignore
export interface ForumColumns {
${tables.join('\n')}
}
`,
  };
}

/** On a migrated database with the tables that the tool notes seeds in, as the role that seeds run as. */
async function onMigrated<T>(use: (client: Client) => Promise<T>): Promise<T> {
  const database = await createTestDatabase({ template: await migratedTemplate(migrationsDirectory) });
  try {
    return await withConnection(database.url, async (client) => {
      await createSeedTables(client, LOADER);
      await createSeedProfiles(client);
      await createLoadTables(client);
      await client.query('SET ROLE agora_loader');
      return await use(client);
    });
  } finally {
    await database.drop();
  }
}

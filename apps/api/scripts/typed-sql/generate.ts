import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { migrationsDirectory } from '@agora/db/paths';
import { caretExcerpt, serverError, withConnection } from '@agora/postgres';
import { describeQuery, type QueryDescription } from '@agora/schema-engine';
import { createTestDatabase, migratedTemplate } from '@agora/testkit';
import { renderModule } from './render-module.ts';
import { readSqlFile, type SqlFile } from './sql-file.ts';

/** A module to stand beside a `.sql` file. */
export interface Module {
  readonly path: string;
  readonly text: string;
}

/**
 * Makes the modules of all `.sql` files below a folder, from what PostgreSQL says of them on a migrated database. Each is
 * described as the role that the API runs as.
 * @param sources the folder, with `database/sql.ts` in it
 * @throws Error naming every file that the server, or a rule of these files, refuses
 */
export async function generateModules(sources: string): Promise<Module[]> {
  const files: SqlFile[] = [];
  for (const name of (await readdir(sources, { recursive: true })).toSorted()) {
    if (!name.endsWith('.sql')) continue;
    const file = path.join(sources, name);
    files.push(readSqlFile(file, await readFile(file, 'utf8')));
  }
  const faults: string[] = [];
  for (const [index, { name, path: file }] of files.entries()) {
    const twin = files.slice(0, index).find((other) => other.name === name);
    if (twin !== undefined) faults.push(`${file} and ${twin.path} have one name.`);
  }
  const modules: Module[] = [];
  const database = await createTestDatabase({ template: await migratedTemplate(migrationsDirectory) });
  try {
    await withConnection(database.url, async (client) => {
      await client.query('SET ROLE agora_app');
      for (const file of files) {
        try {
          const description: QueryDescription = await describeQuery(client, file.text);
          const text = renderModule(file, description, path.join(sources, 'database'));
          modules.push({ path: `${file.path}.ts`, text });
        } catch (error) {
          faults.push(faultOf(file, error));
        }
      }
    });
  } finally {
    await database.drop();
  }
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return modules;
}

/** What is wrong, and where in the file. */
function faultOf(file: SqlFile, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const position = Number(serverError(error)?.position);
  if (!(position > 0)) return message.startsWith(file.path) ? message : `${file.path}: ${message}`;
  const ahead = '\n'.repeat(file.linesAhead);
  return `${file.path}: ${message}\n${caretExcerpt(ahead + file.text, ahead.length + position)}`;
}

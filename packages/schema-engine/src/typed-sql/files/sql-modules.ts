import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { caretExcerpt, serverError } from '@agora/postgres';
import type pg from 'pg';
import { describeQuery, type QueryDescription } from '../describe-query.ts';
import { type ModuleStyle, renderModule } from './render-module.ts';
import { readSqlFile, type SqlFile, type SqlStatement } from './sql-file.ts';

/** A module to stand beside a `.sql` file. */
export interface SqlModule {
  readonly path: string;
  readonly text: string;
}

/** The `.sql` files of a package. */
export interface SqlFiles extends ModuleStyle {
  /** The folder with all of them, in folders of its own. */
  readonly sources: string;
}

/**
 * Makes the modules of all `.sql` files of a package, from what PostgreSQL says of them. Writes nothing.
 * @param client of a migrated database, as the role that is to run the statements
 * @throws Error naming every file that the server, or a rule of these files, refuses
 */
export async function makeSqlModules(client: pg.Client, options: SqlFiles): Promise<readonly SqlModule[]> {
  const files: SqlFile[] = [];
  const faults: string[] = [];
  for (const name of (await readdir(options.sources, { recursive: true })).toSorted()) {
    if (!name.endsWith('.sql')) continue;
    const file = path.join(options.sources, name);
    try {
      files.push(readSqlFile(file, await readFile(file, 'utf8')));
    } catch (error) {
      faults.push(messageOf(error));
    }
  }
  for (const [index, { name, path: file }] of files.entries()) {
    const twin = files.slice(0, index).find((other) => other.name === name);
    if (twin !== undefined) faults.push(`${file} and ${twin.path} have one name.`);
  }
  const modules: SqlModule[] = [];
  for (const file of files) {
    const descriptions: QueryDescription[] = [];
    for (const statement of file.statements) {
      try {
        descriptions.push(await describeQuery(client, statement.text));
      } catch (error) {
        faults.push(faultOf(file, statement, error));
      }
    }
    if (descriptions.length < file.statements.length) continue;
    try {
      modules.push({ path: `${file.path}.ts`, text: renderModule(file, descriptions, options) });
    } catch (error) {
      faults.push(messageOf(error));
    }
  }
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return modules;
}

/**
 * Writes the modules, and removes those whose file is gone.
 * @returns how many there are
 * @throws what {@link makeSqlModules} throws
 */
export async function writeSqlModules(client: pg.Client, options: SqlFiles): Promise<number> {
  const modules = await makeSqlModules(client, options);
  const made = new Set(modules.map((module) => module.path));
  const names = await readdir(options.sources, { recursive: true });
  const present = names
    .filter((name) => name.endsWith('.sql.ts'))
    .map((name) => path.join(options.sources, name));
  for (const file of present) if (!made.has(file)) await rm(file);
  for (const { path: file, text } of modules) {
    const before = present.includes(file) ? await readFile(file, 'utf8') : undefined;
    if (before !== text) await writeFile(file, text);
  }
  return modules.length;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What is wrong, and where in the file. */
function faultOf(file: SqlFile, { text, linesAhead }: SqlStatement, error: unknown): string {
  const message = messageOf(error);
  const position = Number(serverError(error)?.position);
  if (!(position > 0)) return `${file.path}: ${message}`;
  const ahead = '\n'.repeat(linesAhead);
  return `${file.path}: ${message}\n${caretExcerpt(ahead + text, ahead.length + position)}`;
}

import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makeModules } from '../../scripts/sql-files.ts';

test('the modules of .sql files, and the columns, are what the database gives: else run `pnpm --filter @agora/db run generate:sql`', async () => {
  const modules = await makeModules();
  expect(modules.length).toBeGreaterThan(50);
  for (const module of modules) expect(await readFile(module.path, 'utf8')).toBe(module.text);
});

/** Files that hold SQL as text, and why no `.sql` file can. */
const built: Readonly<Record<string, string>> = {
  'client.ts': 'sets the scope of a query, in which it goes ahead of it',
  'seed/database/ledger-guard.ts': 'asks for rights in roles, before the role is taken',
  'seed/database/migrated.ts': 'reads the catalog of a database that may have no table of the forum',
  'seed/database/roles.ts': 'asks for rights in roles, before the role is taken',
  'seed/database/seed-tables.ts': 'reads the catalog, where a table may be of an earlier version',
  'seed/load/reset-load.ts': 'one statement for each table that factories fill',
  'seed/load/write/renew-tables.ts': 'tables and triggers that the catalog names',
  'seed/validation/content/characters.ts': 'from a list of columns, which its type checks',
  'seed/validation/content/texts.ts': 'from a list of columns, which its type checks',
  'seed/validation/database/as-migrated.ts': 'compares the catalog with a list of what the migrations made',
  'seed/validation/database/guards.ts': 'reads the catalog',
  'seed/validation/model/references.ts': 'from a list of columns, which its type checks',
  'seed/validation/people/bans.ts': 'from a list of columns, which its type checks',
  'seed/validation/people/people.ts': 'from a list of columns, which its type checks',
  'seed/validation/time/chronology.ts': 'from a list of columns, which its type checks',
  'seed/validation/time/future.ts': 'from a list of columns, which its type checks',
};

test('SQL stands in .sql files, and where it is built, a reason is known', async () => {
  const source = path.resolve(import.meta.dirname, '..');
  const found: string[] = [];
  for (const entry of await readdir(source, { recursive: true })) {
    const name = entry.replaceAll(path.sep, '/');
    if (!name.endsWith('.ts') || /^(?:generated|testing)\/|\.(?:test|fixture|sql)\.ts$/.test(name)) continue;
    // What the hand-written forum and the phrases quote is text of the forum.
    if (/^seed\/(?:text|words)\//.test(name)) continue;
    const text = (await readFile(path.join(source, name), 'utf8')).replaceAll(
      /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm,
      '',
    );
    if (/['"`]\s*(?:SELECT(?!,)|INSERT INTO|UPDATE \w+ |DELETE FROM|WITH \w+ AS)\b/.test(text))
      found.push(name);
  }
  expect(found.toSorted()).toEqual(Object.keys(built).toSorted());
});

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { filesBelow } from '../checks/source-files.ts';
import { copyWorkspace, type WorkspaceCopy } from './workspace-copy.fixture.ts';

// The compiler knows every query: columns are renamed in a copy of the workspace, and whatever of the API or of the
// seeds uses one has to be named, by `generate:sql` or by the type check. What uses them is found by reading: no other thing has these names.
const columns = [
  { table: 'refresh_tokens', field: 'revokedAt', column: 'revoked_at' },
  { table: 'bans', field: 'liftedAt', column: 'lifted_at' },
  { table: 'notifications', field: 'readAt', column: 'read_at' },
] as const;

/** Where a name in the text is that of a column; elsewhere in the seeds, plans of theirs have such names too. */
const sources = [
  'apps/api/src',
  ...['database', 'factories', 'load', 'run', 'validation'].map((name) => `packages/db/src/seed/${name}`),
];
const prisma = 'packages/db/prisma';
let copy: WorkspaceCopy;
beforeAll(() => {
  copy = copyWorkspace();
});
afterAll(() => copy.remove());

const read = (file: string): string => readFileSync(path.join(copy.directory, file), 'utf8');
const write = (file: string, text: string): void => {
  mkdirSync(path.dirname(path.join(copy.directory, file)), { recursive: true });
  writeFileSync(path.join(copy.directory, file), text);
};

/** Whether a file is neither generated nor a test, whose SQL nobody has typed. */
const isSource = (file: string): boolean =>
  /\.(?:ts|sql)$/.test(file) && !/\.(?:sql|test|fixture)\.ts$|\/kept\.ts$/.test(file);

/** Pages with forms speak of the API's answers, whose names are no columns. */
const pages = 'apps/api/src/reader/pages/';

/** The files that use a column, by what stands in them. */
function usersOf({ field, column }: { readonly field: string; readonly column: string }): string[] {
  const name = new RegExp(`\\b(?:${field}|${column})\\b`);
  const files = sources.flatMap((folder) => filesBelow(copy.directory, folder));
  return files.filter((file) => {
    if (!isSource(file) || file.startsWith(pages)) return false;
    return name.test(read(file).replaceAll(/\/\*[\s\S]*?\*\/|^\s*(?:\/\/|--).*$/gm, ''));
  });
}

test.skipIf(process.platform === 'win32')(
  'renaming columns, generating and checking the types names every place that used them',
  async () => {
    const used = columns.map(usersOf);
    for (const files of used) expect(files.filter((file) => file.endsWith('.sql'))).not.toEqual([]);
    expect(used.flat().filter((file) => file.endsWith('.ts')).length).toBeGreaterThan(3);
    expect(used[1]).toContain('packages/db/src/seed/database/standing/recount.sql');
    expect(used[1]).toContain('packages/db/src/seed/validation/people/bans.ts');

    for (const file of filesBelow(copy.directory, `${prisma}/schema`)) {
      let schema = read(file);
      for (const { field, column } of columns) {
        schema = schema
          .replaceAll(new RegExp(`\\b${field}\\b`, 'g'), `renamed_${field}`)
          .replaceAll(`"${column}"`, `"renamed_${column}"`);
      }
      write(file, schema);
    }
    const renames = columns.map(
      ({ table, column }) => `ALTER TABLE "${table}" RENAME COLUMN "${column}" TO "renamed_${column}";\n`,
    );
    write(`${prisma}/migrations/29991231235959_rename_columns/migration.sql`, renames.join(''));
    expect(await copy.run('packages/db', ['npm', 'run', '--silent', 'generate'])).toMatchObject({ code: 0 });

    const named = new Set<string>();
    for (const folder of ['packages/db', 'apps/api']) {
      const raw = await copy.run(folder, ['npm', 'run', '--silent', 'generate:sql']);
      const typed = await copy.run(folder, ['tsc', '-p', 'tsconfig.json']);
      // Beside these: whoever builds on what they say, such as a `where` that several share.
      for (const [, file = ''] of [
        ...raw.output.matchAll(/((?:apps|packages)\/\w+\/src\/\S+\.sql): column /g),
        ...typed.output.matchAll(/^(src\/\S+\.ts)\(\d+,\d+\): error /gm),
      ])
        named.add(file.startsWith('src/') ? `${folder}/${file}` : file);
    }
    expect(used.flat().filter((file) => !named.has(file))).toEqual([]);
  },
);

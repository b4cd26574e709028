import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, it, vi } from 'vitest';
import { useLibrary } from './testing/library.fixture.ts';

const database = useLibrary();
const page = readFileSync(path.join(import.meta.dirname, '..', 'README.md'), 'utf8');
const block = (language: string): string =>
  new RegExp(`\`\`\`${language}\\r?\\n(.*?)\`\`\``, 's').exec(page)?.[1] ?? '';
/** A file of this package, as the example imports it. */
const here = (file: string): string =>
  JSON.stringify(pathToFileURL(path.join(import.meta.dirname, file)).href);
const folder = mkdtempSync(path.join(tmpdir(), 'agora readme '));
afterAll(() => rmSync(folder, { recursive: true }));

it('shows what works', async () => {
  await database.asOwner(`DROP POLICY house ON "Book"; ALTER TABLE "Book" DISABLE ROW LEVEL SECURITY;
    ${block('sql')}
    UPDATE "Book" SET house = 'ours' WHERE house = 'a';
    ALTER TABLE "Author" DISABLE ROW LEVEL SECURITY`);
  const script = path.join(folder, 'example.ts');
  const code = block('ts')
    .replace("'@agora/rls'", here('index.ts'))
    .replace("'./generated/prisma/client.ts'", here('testing/generated/client.ts'))
    .replace("role: 'app'", `role: '${database.role}'`);
  writeFileSync(script, `${code}\nexport { books, renamed, counted, rows, none };\n`);
  vi.stubEnv('DATABASE_URL', database.connection.connectionString);
  const seen = await import(pathToFileURL(script).href);
  vi.unstubAllEnvs();
  expect(seen.books).toMatchObject([1, 2, 3].map((id) => ({ id, author: { house: 'a' } })));
  expect(seen.renamed).toMatchObject({ id: 1, title: 'Renamed', house: 'ours' });
  expect([seen.counted.rows, seen.rows, seen.none.rows]).toEqual([
    [{ books: 3 }],
    [{ title: 'Renamed' }],
    [],
  ]);
});

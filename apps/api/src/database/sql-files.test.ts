import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { generateModules } from '../../scripts/typed-sql/generate.ts';
import { renderModule } from '../../scripts/typed-sql/render-module.ts';
import { readSqlFile } from '../../scripts/typed-sql/sql-file.ts';
import { apiErrorCodes } from '../error-codes.ts';
import { useForum } from '../testing/forum/forum.fixture.ts';
import { columnTypes } from './column-types.ts';
import { sql } from './sql.ts';

const forum = useForum();

const sources = path.resolve(import.meta.dirname, '..');
const filesOf = async (ending: string): Promise<string[]> =>
  (await readdir(sources, { recursive: true }))
    .filter((name) => name.endsWith(ending))
    .map((name) => name.replaceAll(path.sep, '/'))
    .toSorted();
const read = (name: string): Promise<string> => readFile(path.join(sources, name), 'utf8');

describe('the .sql files', () => {
  it('have the modules that the database gives them: else run `pnpm --filter @agora/api run generate:sql`', async () => {
    const modules = await generateModules(sources);
    expect(modules.length).toBeGreaterThan(20);
    for (const { path: module, text } of modules) expect(await readFile(module, 'utf8')).toBe(text);
    const made = modules.map((module) => path.relative(sources, module.path).replaceAll(path.sep, '/'));
    expect(await filesOf('.sql.ts')).toEqual(made.toSorted());
  });

  it('refuse with codes that there are', async () => {
    const codes = new Set<string>();
    for (const name of await filesOf('.sql')) {
      for (const [, code = ''] of (await read(name)).matchAll(/THEN '([a-z_]+\.[a-z_]+)'/g)) codes.add(code);
    }
    expect(codes.size).toBeGreaterThan(5);
    expect([...codes].filter((code) => !(code in apiErrorCodes))).toEqual([]);
  });
});

it('is nowhere else: no TypeScript builds SQL', async () => {
  const found: string[] = [];
  for (const name of await filesOf('.ts')) {
    if (/\.(?:test|fixture|sql)\.ts$/.test(name)) continue;
    const text = (await read(name)).replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
    if (/['"`]\s*(?:SELECT|INSERT INTO|UPDATE \w+ |DELETE FROM|WITH \w+ AS)\b/.test(text)) found.push(name);
  }
  expect(found).toEqual([]);
});

const file = (body: string) => readSqlFile('some/file.sql', `-- Not Prisma: a test.\n${body}`);
const type = (base: string) => ({ name: base, base, array: false, labels: undefined });
const column = (base: string, nullable: boolean) => ({ name: 'a', type: type(base), nullable });

describe('a .sql file', () => {
  it('has parameters by name, each once, and no others', () => {
    const { text, parameters } = file(
      `SELECT :one::text, ':not', "a:not", $$ :not $$, E'\\':not' -- :not
       /* :not */ FROM t WHERE a[1:2] = :two AND b = :one AND c::text = 'x'`,
    );
    expect(parameters).toEqual(['one', 'two']);
    expect(text).toContain("SELECT $1::text, ':not', \"a:not\", $$ :not $$, E'\\':not' -- :not");
    expect(text).toContain("WHERE a[1:2] = $2 AND b = $1 AND c::text = 'x'");
  });

  it('says why it is one, and nothing of parameters that it has not', () => {
    expect(() => readSqlFile('a.sql', 'SELECT 1 AS one')).toThrow(/why this is SQL/);
    expect(() => file('-- :none may be null.\nSELECT 1 AS one')).toThrow(/no :none/);
    expect(file('-- :a may be null.\n-- b is never null.\nSELECT :a AS b')).toMatchObject({
      reason: 'Not Prisma: a test.',
      nullable: ['a'],
      never: ['b'],
    });
  });

  it('may not say of a column what the database knows, nor answer what has no type here', () => {
    const render = (body: string, columns: readonly ReturnType<typeof column>[]) =>
      renderModule(file(body), { parameters: [], columns }, 'database');
    expect(() => render('-- a is never null.\nSELECT a', [column('int4', false)])).toThrow(
      /the server knows/,
    );
    expect(() => render('-- b is never null.\nSELECT a', [column('int4', true)])).toThrow(/no column b/);
    expect(() => render('SELECT a', [column('tsvector', false)])).toThrow(/no type/);
    expect(render('SELECT a', [column('timestamptz', true)])).toContain('readonly a: Date | null;');
  });
});

it('a statement takes and gives values of every type as they are typed', async () => {
  const types = Object.entries(columnTypes);
  const written: Readonly<Record<string, readonly [unknown, unknown]>> = {
    number: [7, 7],
    bigint: [7n, 7n],
    boolean: [true, true],
    Date: [new Date(1_000), new Date(1_000)],
    Buffer: [new Uint8Array([1, 2]), Buffer.from([1, 2])],
    JsonText: ['{"a": 1}', '{"a": 1}'],
  };
  const samples: Readonly<Record<string, string>> = {
    uuid: '01900000-0000-7000-8000-00000000dead',
    date: '2026-11-21',
    numeric: '1.50',
  };
  const pairs = types.map(
    ([name, { column }]) => written[column] ?? [samples[name] ?? 'x', samples[name] ?? 'x'],
  );
  const select = sql<Record<string, unknown>, Record<string, unknown>>({
    name: 'test-types',
    text: `SELECT ${types.map(([name], index) => `$${index + 1}::${name} AS ${name}_`).join(', ')}`,
    parameters: types.map(([name]) => name),
  });
  const values = Object.fromEntries(types.map(([name], index) => [name, pairs[index]?.[0]]));
  const row = await forum.database.one(undefined, select(values));
  expect(row).toEqual(Object.fromEntries(types.map(([name], index) => [`${name}_`, pairs[index]?.[1]])));
  const arrays = sql<
    { texts: readonly string[]; numbers: readonly number[] },
    { texts: string; sum: number }
  >({
    name: 'test-arrays',
    text: "SELECT array_to_string($1::text[], '+') AS texts, $2::int[] AS numbers, ($2::int[])[1] + ($2::int[])[2] AS sum",
    parameters: ['texts', 'numbers'],
  });
  const read = await forum.database.one(
    undefined,
    arrays({ texts: ['a"b', String.raw`c\d`], numbers: [1, 2] }),
  );
  expect(read).toMatchObject({ texts: String.raw`a"b+c\d`, sum: 3 });
});

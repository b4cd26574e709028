import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { columnTypes, sql } from '@agora/db/sql';
import { describe, expect, it } from 'vitest';
import { makeModules } from '../../scripts/sql-files.ts';
import { apiErrorCodes } from '../error-codes.ts';
import { useForum } from '../testing/forum/forum.fixture.ts';

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
    const modules = await makeModules();
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

  it('keep what they insert out of COPY, which Citus takes where nothing comes back, and policies refuse', async () => {
    const found = (await insertsOf(await filesOf('.sql'))).filter(
      ({ statement }) => !/\b(?:RETURNING|ON CONFLICT)\b/.test(statement),
    );
    expect(found).toEqual([]);
  });

  it('take the time of what was to be inserted where it is there already: Citus refuses now() in DO UPDATE', async () => {
    const found: string[] = [];
    for (const name of await filesOf('.sql')) {
      if (/\bDO UPDATE\b(?:(?!\bRETURNING\b)[^])*\bnow\(\)/.test(await read(name))) found.push(name);
    }
    expect(found).toEqual([]);
  });

  it('lock rows of tables alone, never beside what another part gave: Citus then reads that as text, and wrote it as bytes', async () => {
    const found: string[] = [];
    let locks = 0;
    for (const name of await filesOf('.sql')) {
      const text = (await read(name)).replaceAll(/^\s*--.*$/gm, '');
      // Without a part that writes, a node is given the whole statement.
      if (!/\bAS (?:MATERIALIZED )?\(\s*(?:INSERT|UPDATE|DELETE)\b/.test(text)) continue;
      const parts = [...text.matchAll(/\b(\w+) AS (?:MATERIALIZED )?\(/g)].map(([, part]) => part);
      const others = new RegExp(String.raw`(?:\bFROM|\bJOIN|,)\s+(?:${parts.join('|')})\b|\bunnest\b`);
      for (const { index } of text.matchAll(/\bFOR (?:NO KEY )?(?:UPDATE|KEY SHARE|SHARE)\b/g)) {
        locks += 1;
        const query = outermost(text.slice(beginOf(text, index), index));
        if (others.test(query.slice(query.indexOf('FROM')))) found.push(name);
      }
    }
    expect(locks).toBeGreaterThan(10);
    expect(found).toEqual([]);
  });

  it('name with AS what they insert into and return from, where they read a table: Citus calls the shard otherwise', async () => {
    const inserts = await insertsOf(await filesOf('.sql'));
    expect(inserts.length).toBeGreaterThan(20);
    const found = inserts.filter(
      ({ statement, parts }) =>
        /^INSERT INTO \w+\s*\(/.test(statement) &&
        !/\bON CONFLICT\b/.test(statement) &&
        [...statement.matchAll(/\b(?:FROM|JOIN)\s+(\w+)/g)].some(
          ([, name = '']) => name !== 'unnest' && !parts.has(name),
        ),
    );
    expect(found).toEqual([]);
  });
});

/** Every INSERT ... SELECT, and the names that its file gives to parts of a statement. */
async function insertsOf(names: readonly string[]) {
  const texts = await Promise.all(
    names.map(async (name) => ({ name, text: (await read(name)).replaceAll(/^\s*--.*$/gm, '') })),
  );
  return texts.flatMap(({ name, text }) => {
    const parts = new Set([...text.matchAll(/\b(\w+) AS (?:MATERIALIZED )?\(/g)].map(([, part]) => part));
    return [...text.matchAll(/INSERT INTO/g)]
      .map(({ index }) => ({ name, statement: text.slice(index, endOf(text, index)), parts }))
      .filter(({ statement }) => /\bSELECT\b/.test(statement));
  });
}

/** Where the parenthesis around a place in a text ends, or else the text. */
function endOf(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1;
    if (text[at] === ')') depth -= 1;
    if (depth < 0) return at;
  }
  return text.length;
}

/** Where the parenthesis around a place in a text begins, or else the text. */
function beginOf(text: string, from: number): number {
  let depth = 0;
  for (let at = from - 1; at >= 0; at -= 1) {
    if (text[at] === ')') depth += 1;
    if (text[at] === '(') depth -= 1;
    if (depth < 0) return at + 1;
  }
  return 0;
}

/** A text without what stands in parentheses. */
function outermost(text: string): string {
  const shorter = text.replaceAll(/\([^()]*\)/g, '');
  return shorter === text ? text : outermost(shorter);
}

it('is nowhere else: no TypeScript builds SQL', async () => {
  const found: string[] = [];
  for (const name of await filesOf('.ts')) {
    if (/\.(?:test|fixture|sql)\.ts$/.test(name)) continue;
    const text = (await read(name)).replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
    if (/['"`]\s*(?:SELECT|INSERT INTO|UPDATE \w+ |DELETE FROM|WITH \w+ AS)\b/.test(text)) found.push(name);
  }
  expect(found).toEqual([]);
});

it('and what Prisma writes comes back as it is selected, without enumerations: Citus refuses to return those', async () => {
  const names = (await filesOf('.ts')).filter((name) => !/\.(?:test|fixture)\.ts$/.test(name));
  const files = await Promise.all(names.map(async (name) => ({ name, text: await read(name) })));
  const fields = new Map(
    files.flatMap(({ text }) =>
      [...text.matchAll(/\bconst (\w+Fields) = (\{[^]*?\})/g)].map(([, name = '', value = '']) => [
        name,
        value,
      ]),
    ),
  );
  const call = /\b(?:prisma|transaction)\.\w+\.(?:create|update|upsert|delete|\w+AndReturn)\(/g;
  const writes = files.flatMap(({ name, text }) =>
    [...text.matchAll(call)].map(({ 0: begin, index }) => ({
      name,
      statement: text
        .slice(index, endOf(text, index + begin.length))
        .replaceAll(/\w+Fields\b/g, (one) => fields.get(one) ?? one),
    })),
  );
  expect(writes.length).toBeGreaterThan(20);
  const found = writes.filter(
    ({ statement }) =>
      !/\bselect\b/.test(statement) || /\b(?:role|status|kind|reason|purpose): true/.test(statement),
  );
  expect(found).toEqual([]);
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

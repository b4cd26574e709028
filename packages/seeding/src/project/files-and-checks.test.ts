import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Seeds } from '../define/index.ts';
import { validateProject } from './index.ts';
import { outcomes, shop, useShop } from './project.fixture.ts';

const { folder, query, seed, url } = await useShop();

describe('seeds of a project', () => {
  test('come from files, and ids and times as Prisma’s client would make them', async () => {
    await query(
      'DROP TABLE notes; CREATE TABLE notes (id text PRIMARY KEY, title text UNIQUE NOT NULL, extra jsonb, "when" timestamptz NOT NULL)',
    );
    await writeFile(
      path.join(folder, 'notes.csv'),
      '\uFEFFtitle,extra\r\n"one, two","{""a"":1}"\r\nthree,\r\n',
    );
    const model = {
      name: 'Note',
      table: 'notes',
      fields: [
        { name: 'id', column: 'id', made: 'cuid' as const },
        { name: 'title', column: 'title' },
        { name: 'extra', column: 'extra' },
        { name: 'updatedAt', column: 'when', touched: true },
      ],
    };
    const seeds: Seeds = {
      sets: { notes: { model: 'Note', file: 'notes.csv' } },
      profiles: { all: { sets: ['notes'] } },
    };
    await seed(seeds, { models: [model] });
    const first = await query<{ id: string; when: Date }>('SELECT * FROM notes ORDER BY title');
    expect(first).toEqual([
      {
        id: expect.stringMatching(/^c[0-9a-z]{24}$/) as unknown,
        title: 'one, two',
        extra: { a: 1 },
        when: expect.any(Date) as unknown,
      },
      expect.objectContaining({ title: 'three', extra: null }),
    ]);
    expect((await seed(seeds, { models: [model] })).changed).toBe(false);
    await writeFile(path.join(folder, 'notes.csv'), 'title,extra\none\\, two,1\n');
    await writeFile(path.join(folder, 'notes.csv'), 'title,extra\n"one, two",2\nthree,\n');
    expect(outcomes(await seed(seeds, { models: [model] }))).toEqual(['notes updated done 1 0']);
    const [one, three] = await query<{ id: string; when: Date }>(
      'SELECT id, "when" FROM notes ORDER BY title',
    );
    expect(one!.id).toBe(first[0]!.id);
    expect(one!.when.getTime()).toBeGreaterThan(first[0]!.when.getTime());
    expect(three).toEqual({ id: first[1]!.id, when: first[1]!.when });
  });

  test('keep their checks, by SQL and by function', async () => {
    await seed(shop());
    const seeds: Seeds = {
      ...shop(),
      checks: {
        'has-team': {
          summary: 'Everybody has a team.',
          sql: `SELECT email AS row, 'no team' AS detail FROM users WHERE team_id IS NULL;`,
        },
        'few-users': {
          summary: 'There are few.',
          find: async ({ query: read }) =>
            (await read<{ n: number }>('SELECT count(*)::int AS n FROM users')).map(({ n }) => ({
              row: `${n} users`,
            })),
        },
        'no-nobody': {
          summary: 'All have a name.',
          sql: `SELECT id, email FROM users WHERE name = 'nobody'`,
        },
      },
    };
    const { holds, checks } = await validateProject({ url: url(), seeds });
    expect(holds).toBe(false);
    expect(checks.map(({ name, offending, rows }) => [name, offending, rows])).toEqual([
      ['has-team', 1, [{ row: 'bob@x.org', detail: 'no team' }]],
      ['few-users', 1, [{ row: '2 users' }]],
      ['no-nobody', 0, []],
    ]);
    await expect(validateProject({ url: url(), seeds, only: ['has-taem'] })).rejects.toMatchObject({
      code: 'seed.unknown_check',
      why: 'Did you mean has-team?',
    });
    const gone = { ...seeds, checks: { gone: { summary: 'x', sql: 'SELECT * FROM gone' } } };
    await expect(validateProject({ url: url(), seeds: gone })).rejects.toMatchObject({
      code: 'seed.not_migrated',
    });
  });
});

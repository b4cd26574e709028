import { withConnection } from '@agora/postgres';
import { useTestDatabase } from '@agora/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { describeQuery, type QueryDescription } from './describe-query.ts';

const database = useTestDatabase();

const describing = (text: string): Promise<QueryDescription> =>
  withConnection(database.url, (client) => describeQuery(client, text));

beforeAll(() =>
  withConnection(database.url, (client) =>
    client.query(`
      CREATE TYPE mood AS ENUM ('glad', 'sad');
      CREATE DOMAIN amount AS integer;
      CREATE TABLE parent (id integer PRIMARY KEY, name text NOT NULL, mood mood, total amount);
      CREATE TABLE child (id integer PRIMARY KEY, parent_id integer REFERENCES parent, title text NOT NULL);
      INSERT INTO parent VALUES (1, 'one', 'sad', 1), (2, 'two', NULL, NULL);
      INSERT INTO child VALUES (1, 1, 'first'), (2, NULL, 'second')`),
  ),
);

describe('the types of a query', () => {
  it('are those of the catalog, enums with their values, domains as what is beneath them', async () => {
    const { parameters, columns } = await describing(
      'SELECT mood, total, ARRAY[mood] AS moods FROM parent WHERE id = $1 AND mood = ANY ($2)',
    );
    expect(parameters.map(({ base, array, labels }) => ({ base, array, labels }))).toEqual([
      { base: 'int4', array: false, labels: undefined },
      { base: 'mood', array: true, labels: ['glad', 'sad'] },
    ]);
    expect(columns.map(({ name, type }) => [name, type.base, type.array])).toEqual([
      ['mood', 'mood', false],
      ['total', 'int4', false],
      ['moods', 'mood', true],
    ]);
  });

  it('are asked for again after a mistake', async () => {
    await withConnection(database.url, async (client) => {
      await expect(describeQuery(client, 'SELECT nothing FROM parent')).rejects.toMatchObject({
        code: '42703',
      });
      expect((await describeQuery(client, 'SELECT name FROM parent')).columns).toHaveLength(1);
    });
  });
});

/** Queries with their columns that can never be null. */
const queries: readonly (readonly [text: string, never: readonly string[]])[] = [
  ['SELECT id, name, mood FROM parent', ['id', 'name']],
  ['SELECT c.id, p.name FROM child c LEFT JOIN parent p ON p.id = c.parent_id', ['id']],
  ['SELECT c.title, p.name FROM child c RIGHT JOIN parent p ON p.id = c.parent_id', ['name']],
  ['SELECT c.title, p.name FROM child c FULL JOIN parent p ON p.id = c.parent_id', []],
  ['SELECT c.title, p.name FROM child c JOIN parent p ON p.id = c.parent_id', ['title', 'name']],
  [
    `WITH families AS MATERIALIZED (SELECT c.id, p.name FROM child c LEFT JOIN parent p ON p.id = c.parent_id)
     SELECT id, name FROM families`,
    [],
  ],
  [`SELECT f.name FROM (SELECT p.name FROM child c LEFT JOIN parent p ON p.id = c.parent_id OFFSET 0) f`, []],
  ['SELECT id, name FROM parent GROUP BY GROUPING SETS ((id), (name))', []],
  ['SELECT p.name, c.title FROM child c LEFT JOIN parent p ON false', ['title']],
  ['WITH named AS MATERIALIZED (SELECT name FROM parent) SELECT name FROM named', ['name']],
  ["UPDATE parent SET name = 'new' WHERE id = 1 RETURNING id, mood, name", ['id', 'name']],
];

describe('what can be null', () => {
  it.each(queries)('of %s', async (text, never) => {
    const { columns } = await describing(text);
    expect(columns.filter(({ nullable }) => !nullable).map(({ name }) => name)).toEqual(never);
    const { rows } = await withConnection(database.url, (client) =>
      client.query<Record<string, unknown>>(text),
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) for (const name of never) expect(row[name]).not.toBeNull();
  });
});

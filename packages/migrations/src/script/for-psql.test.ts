import { splitStatements } from '@agora/postgres';
import { expect, test } from 'vitest';

import { forPsql } from './for-psql.ts';

const written = (sql: string): readonly string[] =>
  splitStatements(sql).map((statement) => forPsql(statement, 'migration.sql'));

test('psql puts no variable of its own into a statement', () => {
  expect(written('SELECT x[1:HOST], x[a::int:ENCODING], x[:"USER"]')).toEqual([
    'SELECT x[1: HOST], x[a::int: ENCODING], x[: "USER"]',
  ]);
  const left = `SELECT ':HOST', $$:HOST$$, 1::text, x[1:2], f(a := 1) /* :HOST */ -- :HOST`;
  expect(written(`${left}\n FROM t`)).toEqual([`${left}\n FROM t`]);
});

test('what psql would run itself is refused, and what only looks like it is not', () => {
  for (const sql of [
    'SELECT 1;\n\\! rm -rf .',
    'SELECT 1;\n\\restrict abc\n',
    'SELECT 1;\nCOPY t (a) FROM STDIN WITH (FORMAT csv)',
  ])
    expect(() => written(sql)).toThrow(/^migration\.sql:2 /);
  expect(written(String.raw`SELECT '\q', E'\'\\', $$ \q $$, "a\b"; COPY (SELECT 1) TO STDOUT`)).toHaveLength(
    2,
  );
});

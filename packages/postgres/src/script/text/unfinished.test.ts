import { expect, it } from 'vitest';

import { unfinished } from './unfinished.ts';

it.each([
  ["SELECT 1;\nSELECT 'it''s", 2, 'the quote'],
  ["SELECT E'a\\'", 1, 'the quote'],
  ['\r\nCREATE TABLE "a', 2, 'the quoted name'],
  ['DO $$ BEGIN\nSELECT 1; END', 1, 'the dollar quote $$'],
  ['CREATE FUNCTION f() AS $a$ $b$ $b$;\n', 1, 'the dollar quote $a$'],
  ['SELECT 1;\n/* a /* b */\n', 2, 'the comment'],
  ['SELECT 1;\nCREATE TABLE a (\n  b int,\n', 2, 'the parenthesis'],
  ["SELECT 1 -- it's (\n; INSERT INTO a VALUES ((1), (2)", 2, 'the parenthesis'],
  ["SELECT U&'a", 1, 'the quote'],
])('%j is cut off', (sql, line, what) => {
  expect(unfinished(sql)).toEqual({ line, what });
});

it.each([
  "SELECT 'it''s', $$ it's ( $$, \"a(\" -- it's (",
  "SELECT E'a\\\\'",
  '/* a /* b */ */',
  'SELECT $a$ $b$ $a$',
  'CREATE TABLE a (b int, c numeric(1, 2))',
  "SELECT 'a'",
  '',
  '-- a comment that is the end',
])('%j is whole', (sql) => {
  expect(unfinished(sql)).toBeUndefined();
});

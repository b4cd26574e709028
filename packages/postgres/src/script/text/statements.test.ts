import { loadModule, parseSync } from 'libpg-query';
import { beforeAll, expect, test } from 'vitest';

import { splitStatements, statementTokens } from './statements.ts';

beforeAll(() => loadModule());

/** Pieces that end where only a real lexer can tell. */
const pieces = [
  'SELECT 1',
  "SELECT 'a;b', 'it''s; here'",
  String.raw`SELECT E'a\';b', E'c\\'`,
  String.raw`SELECT 'back\', 2`,
  `SELECT ";" FROM "t;""u"`,
  'SELECT $$a;b$$, $x$ ; $$ ; $y$ $x$',
  'SELECT a$1, $1::text FROM t',
  'SELECT /* ; /* nested ; */ ; */ 1',
  'SELECT 1 -- a ; comment',
  '-- only a comment ; before\nSELECT 2',
  "SELECT U&'d\\0061t;a', U&\"d;x\", N'n;', B'1', X'1F'",
  'CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $body$ BEGIN RETURN 1; END; $body$',
  'CREATE OR REPLACE FUNCTION f(a int) RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN a > 1 THEN 2 END; END',
  'CREATE PROCEDURE p() BEGIN ATOMIC INSERT INTO t VALUES (1); INSERT INTO t VALUES (2); END',
  'CREATE RULE r AS ON INSERT TO t DO ALSO (INSERT INTO u VALUES (1); INSERT INTO u VALUES (2))',
  "DO $$ BEGIN EXECUTE 'x;y'; END $$",
  'BEGIN',
  'COMMIT',
  'SELECT 1.5e3, 1e-5, .5, 0x1F, 1_000',
  'SELECT a[1:2], b::int, c<-d, 1*/* ; */2',
  'SELECT \u00e4\u00f6 AS "\u{1f600};"',
  "SELECT 'a'\n  'b;c'",
  'CREATE TABLE "begin" (function int, "end" int)',
  'SELECT case when true then 1 end',
  "COMMENT ON TABLE t IS 'begin; end'",
];

test.each(pieces.map((piece) => [piece]))('%s is one statement', (piece) => {
  expect(splitStatements(`${piece}\n;`)).toHaveLength(1);
});

test('agrees with the parser of PostgreSQL on 400 scripts of pieces in random order', () => {
  const random = mulberry32(7);
  const pick = (from: readonly string[]): string => from[Math.floor(random() * from.length)] ?? '';
  for (let n = 0; n < 400; n += 1) {
    const parts = Array.from({ length: 1 + Math.floor(random() * 6) }, () => pick(pieces));
    const gaps = [';', ';\n', ';\r\n', ' ; ', ';;', ';\n-- c;\n', ';/* ; */'];
    // A line comment at the end of a piece swallows what follows on its line.
    const script = parts.map((part) => `${part}\n${pick(gaps)}`).join('') + pick(['', 'SELECT 9', '-- end']);
    const expected = (parseSync(script).stmts ?? []).map(({ stmt_location = 0, stmt_len }) => {
      const bytes = Buffer.from(script);
      return bytes.subarray(stmt_location, stmt_len ? stmt_location + stmt_len : bytes.length).toString();
    });
    const found = splitStatements(script);
    expect(found.map((one) => statementTokens(one.text))).toEqual(
      expected.map((text) => statementTokens(text)),
    );
    for (const one of found) expect(script.slice(one.offset, one.offset + one.text.length)).toBe(one.text);
  }
});

test('counts lines over every kind of line end', () => {
  const found = splitStatements('-- head\r\n\r\nSELECT 1;\nSELECT\r\n 2;\rSELECT 3;');
  expect(found.map((one) => one.line)).toEqual([3, 4, 6]);
});

test('what is not terminated runs to the end', () => {
  for (const text of ["SELECT 'a;", 'SELECT $$a;', 'SELECT "a;', 'SELECT 1 /* ;']) {
    expect(splitStatements(text)).toHaveLength(1);
  }
  expect(splitStatements('  -- nothing\n/* here */ ; ;')).toEqual([]);
});

/** A small seeded generator, so that a failure can be repeated. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

import { expect, test } from 'vitest';

import { batchPlaces, readBackfill, renderBackfill, renderBackfillGuard } from './backfill-file.ts';
import { makeScript } from './folder.ts';

const read = (sql: string) => readBackfill(makeScript('backfill.sql', sql));

test('what is rendered is read back', () => {
  const text = {
    table: '"Blog"."Post"',
    key: ['"communityId"', 'id'],
    doneWhen: `SELECT NOT EXISTS (SELECT FROM "Blog"."Post" WHERE slug IS NULL)`,
    statement: `UPDATE "Blog"."Post" SET slug = ':batch' WHERE slug IS NULL AND :batch`,
  };
  const file = renderBackfill(text);
  expect(read(file)).toEqual({ text, line: 3 });
  expect(read(file.replaceAll('\n', '\r\n'))).toEqual({ text, line: 3 });
});

test('a query of several lines with comments becomes one line, strings as they are', () => {
  const doneWhen = "SELECT NOT EXISTS ( -- all of them\n  SELECT FROM t /* no */\n WHERE a = 'x  y'\n);";
  const file = renderBackfill({
    table: 't',
    key: ['id'],
    doneWhen,
    statement: 'DELETE FROM t WHERE :batch;',
  });
  expect(read(file)).toMatchObject({
    text: {
      doneWhen: "SELECT NOT EXISTS ( SELECT FROM t WHERE a = 'x  y' )",
      statement: 'DELETE FROM t WHERE :batch',
    },
  });
});

test.each([
  [
    'UPDATE t SET a = 1 WHERE :batch',
    [
      { line: 1, problem: /backfill <table>/ },
      { line: 1, problem: /done when/ },
    ],
  ],
  [
    '-- agora: backfill t\n-- agora: done when SELECT true\nDELETE FROM t WHERE :batch',
    [{ line: 1, problem: /by \(/ }],
  ],
  [
    '-- agora: backfill t by (id)\n-- agora: done when SELECT true\n',
    [{ line: 3, problem: /one statement/ }],
  ],
  [
    "-- agora: backfill t by (id)\n-- agora: done when SELECT true\nDELETE FROM t WHERE a = ':batch' OR b = 1::batch",
    [{ line: 3, problem: /no :batch/ }],
  ],
  [
    '-- agora: backfill t by (id)\n-- agora: no-transaction\n-- agora: done when SELECT true\nDELETE FROM t WHERE :batch;\nSELECT 1',
    [
      { line: 2, problem: /no-transaction/ },
      { line: 5, problem: /second/ },
    ],
  ],
])('%j is refused, with each line', (sql, problems) => {
  const found = read(sql).problems ?? [];
  for (const { line, problem } of problems) {
    expect(found).toContainEqual({ line, problem: expect.stringMatching(problem) });
  }
});

test('places of :batch', () => {
  const sql =
    'SELECT a::batch, \':batch\', ":batch" /* :batch */ FROM t WHERE (:batch) OR :batches OR b = :batch';
  expect(batchPlaces(sql).map((at) => sql.slice(at - 1, at + 6))).toEqual(['(:batch', ' :batch']);
});

test('a guard is one statement, whatever the query holds', () => {
  const guard = renderBackfillGuard('20260101000000_a', "SELECT 'it''s $agora$' = 'x'");
  expect(makeScript('migration.sql', guard).statements).toHaveLength(1);
  expect(guard).toContain('$agora1$');
});

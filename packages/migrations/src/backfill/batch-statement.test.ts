import { AgoraError } from '@agora/core';
import { expect, test } from 'vitest';

import { type BatchStatement, readBatchStatement } from './batch-statement.ts';

const problem = (words: string): AgoraError => new AgoraError({ code: 'backfill.bad_file', message: words });

function read(statement: string, table = '"Post"'): Promise<BatchStatement> {
  return readBatchStatement({ table, key: ['id'], doneWhen: 'SELECT true', statement }, problem);
}

test.each([
  ['UPDATE "Post" SET a = 1 WHERE :batch', '"Post"'],
  ['UPDATE ONLY public."Post" AS p SET a = 1 FROM "User" u WHERE u.id = p.by AND (:batch)', '"p"'],
  ['UPDATE public."Post" SET a = 1 WHERE a > 0 AND :batch', '"public"."Post"'],
  ['DELETE FROM "Post" USING "User" WHERE "é" = \'é\' AND :batch', '"Post"'],
  [
    'INSERT INTO "Copy" SELECT p.* FROM "User" JOIN "Post" p ON true WHERE :batch ON CONFLICT DO NOTHING',
    '"p"',
  ],
  [
    'WITH chosen AS (SELECT id FROM "Post" q WHERE :batch) UPDATE "User" SET n = 1 FROM chosen WHERE chosen.id = "User".id',
    '"q"',
  ],
  ['INSERT INTO "Copy" SELECT 1 UNION ALL SELECT id FROM "Post" r WHERE :batch', '"r"'],
  ['UPDATE "Post" SET a = (SELECT max(id) FROM "Post") WHERE :batch', '"Post"'],
])('%s: the condition is of %s', async (statement, qualifier) => {
  const ready = await read(statement);
  expect(ready.render((name) => `[${name}]`)).toBe(statement.replace(':batch', `[${qualifier}]`));
});

test('every :batch gets its condition', async () => {
  const ready = await read(
    'WITH gone AS (DELETE FROM "Post" WHERE :batch) INSERT INTO c SELECT id FROM "Post" p WHERE :batch',
  );
  expect(ready.render((name) => `<${name}>`)).toBe(
    'WITH gone AS (DELETE FROM "Post" WHERE <"Post">) INSERT INTO c SELECT id FROM "Post" p WHERE <"p">',
  );
});

test.each([
  ['UPDATE "Post" SET a = 1 WHERE a = 2 OR :batch', 'joined by AND'],
  ['UPDATE "Post" SET a = 1 WHERE NOT :batch', 'joined by AND'],
  ['UPDATE "Post" SET a = :batch', 'joined by AND'],
  ['UPDATE "User" SET a = 1 WHERE :batch', 'does not read "Post"'],
  ['INSERT INTO c SELECT 1 FROM "Post" a, "Post" b WHERE :batch', 'more than once'],
  ['SELECT FROM "Post" WHERE :batch', 'expected: UPDATE'],
  ['UPDATE "Post" SET WHERE :batch', 'does not parse'],
])('%s is refused: %s', async (statement, words) => {
  await expect(read(statement)).rejects.toThrow(words);
});

test.each([
  'UPDATE "Post" SET a = 1, id = id + 1 WHERE :batch',
  'UPDATE "Post" SET (a, "id") = (1, 2) WHERE :batch',
  'WITH x AS (UPDATE "Post" SET id = 1 WHERE :batch RETURNING 1) INSERT INTO c SELECT 1 FROM "Post" p WHERE :batch',
])('%s changes its key', async (statement) => {
  await expect(read(statement)).rejects.toMatchObject({ code: 'backfill.changes_key' });
});

test.each([
  ['UPDATE "Post" SET a = 1 WHERE a IS NULL AND :batch', true],
  ['UPDATE "Post" SET a = 1 WHERE b IS NULL AND :batch', false],
  ['UPDATE "Post" SET a = a + 1 WHERE :batch', false],
  ['DELETE FROM "Post" WHERE :batch', true],
  ['INSERT INTO c SELECT id FROM "Post" WHERE :batch', false],
  ['INSERT INTO c SELECT id FROM "Post" WHERE :batch ON CONFLICT DO NOTHING', true],
])('%s may meet a row again: %s', async (statement, expected) => {
  expect((await read(statement)).repeatable).toBe(expected);
});

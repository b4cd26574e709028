import { testRule } from '../../lint.fixture.ts';

testRule('delete-all-rows', [
  {
    it: 'without a condition, with one that is always true, and in a DO block',
    texts: [
      `DELETE FROM "Post";
DELETE FROM ONLY public."User" AS u WHERE true;
DO $$ BEGIN DELETE FROM "Post"; END $$;
DELETE FROM "Post" WHERE 1 = 1 OR id = 'a';`,
    ],
    finds: ['error 1:1', 'error 2:1', 'error 3:13', 'error 4:1'],
    says: /empties Post[^]*empties public.User/,
  },
  {
    it: 'not of chosen rows, nor of a new table',
    texts: [
      `DELETE FROM "Post" WHERE "authorId" IS NULL;
DELETE FROM "Post" p USING "User" u WHERE p."authorId" = u.id;
CREATE TABLE t AS SELECT 1 AS a;
DELETE FROM t;
CREATE TEMP TABLE kept (id int);
DELETE FROM kept;
SELECT 1 AS a INTO TEMP scratch;
DELETE FROM scratch;
DELETE FROM "Post" WHERE 1 = 2 OR NULL = NULL OR id = id;
WITH gone AS (DELETE FROM "Post" RETURNING *) INSERT INTO t SELECT 1 FROM gone;`,
    ],
    finds: [],
  },
  {
    it: 'not on the way back, which counts them and asks',
    texts: ['SELECT 1;'],
    down: 'DELETE FROM "Post";',
    finds: [],
  },
  {
    it: 'inside of WITH',
    texts: ['WITH d AS (DELETE FROM "User" RETURNING id) SELECT count(*) FROM d;'],
    finds: ['error 1:1'],
  },
]);

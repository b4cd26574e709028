import { testRule } from '../../lint.fixture.ts';

testRule('unbatched-backfill', [
  {
    it: 'after DDL on the table',
    texts: ['ALTER TABLE "User" ADD COLUMN a INT;\nUPDATE "User" SET a = 1 WHERE a IS NULL;'],
    finds: ['error 2:1'],
  },
  {
    it: 'after DDL on another table',
    texts: ['ALTER TABLE "Post" ADD COLUMN a INT;\nDELETE FROM "User";'],
    finds: ['warning 2:1'],
    says: /every row/,
  },
  {
    it: 'not of a bounded number of rows, nor a new table',
    texts: [
      'UPDATE "User" SET age = 1 WHERE id IN (SELECT id FROM "User" LIMIT 100);\nCREATE TABLE t AS SELECT 1 AS a;\nUPDATE t SET a = 2;',
    ],
    finds: [],
  },
  {
    it: 'not of rows that are named by a key',
    texts: [
      'CREATE UNIQUE INDEX u ON "User" (email, name);',
      `UPDATE "User" SET age = 1 WHERE id = 'a';\nDELETE FROM "User" WHERE id IN ('a', 'b'::text) AND age > 3;\nUPDATE "User" u SET age = 1 WHERE u.email = 'x' AND u.name = 'y';\nDELETE FROM elsewhere WHERE id = 3;`,
    ],
    finds: [],
  },
  {
    it: 'but of those that another column, or a subquery, names',
    texts: [
      `UPDATE "User" SET age = 1 WHERE name = 'a';\nDELETE FROM "User" WHERE id = 'a' OR age = 3;\nDELETE FROM "User" WHERE id IN (SELECT "authorId" FROM "Post");`,
    ],
    finds: ['warning 1:1', 'warning 2:1', 'warning 3:1'],
  },
  {
    it: 'a table copied by INSERT ... SELECT',
    texts: [
      'CREATE TABLE n (id TEXT);\nINSERT INTO n SELECT u.id FROM "User" u JOIN "Post" p ON p."authorId" = u.id UNION SELECT id FROM public."User";\nALTER TABLE "Post" ADD COLUMN a INT;\nINSERT INTO n SELECT id FROM n UNION SELECT id FROM "Post";',
    ],
    finds: ['warning 2:1', 'error 4:1'],
    says: /copies the rows of User, Post in one[\s\S]*took on Post/,
  },
  {
    it: 'not of rows that are made up, few, named, or of a new table',
    texts: [
      `CREATE TABLE n (id TEXT);\nINSERT INTO n VALUES ('a');\nINSERT INTO n SELECT i::text FROM generate_series(1, 9) i;\nINSERT INTO n SELECT id FROM "User" LIMIT 5;\nINSERT INTO n SELECT id FROM "User" WHERE id = 'a';\nINSERT INTO "User" (id, email) SELECT id, '' FROM n;\nWITH w AS (SELECT 1 AS id) INSERT INTO n SELECT id FROM w;`,
    ],
    finds: [],
  },
  {
    it: 'in a DO block that commits',
    texts: [
      '-- agora: no-transaction\nDO $$ BEGIN\n  LOOP\n    UPDATE "User" SET age = 1 WHERE age IS NULL;\n    EXIT WHEN NOT FOUND;\n    COMMIT;\n  END LOOP;\nEND $$;',
    ],
    finds: [],
  },
  {
    it: 'in one that does not',
    texts: ['DO $$ BEGIN\n  UPDATE "User" SET age = 1;\nEND $$;'],
    finds: ['warning 2:3'],
  },
  {
    it: 'what WITH changes, and what it copies from',
    texts: [
      `WITH gone AS (DELETE FROM "User" RETURNING id) SELECT count(*) FROM gone;\nCREATE TABLE n (id TEXT);\nWITH w AS (SELECT id FROM "User") INSERT INTO n SELECT id FROM w;\nWITH w AS (SELECT id FROM "User" WHERE id = 'a') INSERT INTO n SELECT id FROM w;\nWITH RECURSIVE w AS (SELECT 1 AS i UNION SELECT i + 1 FROM w WHERE i < 9) INSERT INTO n SELECT i FROM w;`,
    ],
    finds: ['warning 1:1', 'warning 3:1'],
  },
  {
    it: 'joined with a query that has a LIMIT, or one behind it; not one whose value has',
    texts: [
      `WITH w AS (SELECT id FROM "User" WHERE age IS NULL LIMIT 9) UPDATE "User" u SET age = 1 FROM w WHERE u.id = w.id;
WITH w AS (SELECT id FROM "User" LIMIT 9), v AS (SELECT id FROM w) DELETE FROM "User" u USING v WHERE u.id = v.id;
WITH w AS (SELECT id FROM "User" LIMIT 9), d AS (UPDATE "User" u SET age = 1 FROM w WHERE u.id = w.id RETURNING 1) SELECT count(*) FROM d;
UPDATE "User" u SET age = 1 FROM (SELECT id FROM "User" LIMIT 9) w WHERE u.id = w.id;
WITH w AS (SELECT id, (SELECT 1 LIMIT 1) AS one FROM "User") UPDATE "User" u SET age = w.one FROM w WHERE u.id = w.id;`,
    ],
    finds: ['warning 5:1'],
  },
  {
    it: 'MERGE from a table, or over what the source has not; not from values',
    texts: [
      'MERGE INTO "User" u USING "Post" p ON u.id = p.id WHEN MATCHED THEN UPDATE SET age = 1;\nMERGE INTO "User" u USING (VALUES (\'a\')) s (id) ON u.id = s.id WHEN MATCHED THEN DO NOTHING;\nMERGE INTO "User" u USING (VALUES (\'a\')) s (id) ON u.id = s.id WHEN NOT MATCHED BY SOURCE THEN DELETE;',
    ],
    finds: ['warning 1:1', 'warning 3:1'],
    says: /MERGE changes the rows of User/,
  },
]);

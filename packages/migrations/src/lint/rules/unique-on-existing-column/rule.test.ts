import { testRule } from '../../lint.fixture.ts';

testRule('unique-on-existing-column', [
  {
    it: 'not with the primary key among its columns',
    texts: ['CREATE UNIQUE INDEX i ON "User" (id, email);'],
    finds: [],
  },
  {
    it: 'not with those of another key among its columns, which this migration may have dropped',
    texts: [
      'ALTER TABLE "User" ADD COLUMN tenant TEXT;\nCREATE UNIQUE INDEX one ON "User" (email, age);\nALTER TABLE "User" ADD CONSTRAINT two UNIQUE (name, role);',
      'DROP INDEX one;\nCREATE UNIQUE INDEX i ON "User" (age, tenant, email);\nALTER TABLE "User" DROP CONSTRAINT two, ADD CONSTRAINT three UNIQUE (tenant, name, role);',
    ],
    finds: [],
  },
  {
    it: 'with fewer columns, or after an earlier migration dropped the key',
    texts: [
      'ALTER TABLE "User" ADD COLUMN tenant TEXT;\nCREATE UNIQUE INDEX one ON "User" (email, age);\nCREATE UNIQUE INDEX part ON "User" (name) WHERE age > 3;',
      'DROP INDEX one;',
      'CREATE UNIQUE INDEX i ON "User" (age, tenant, email);\nCREATE UNIQUE INDEX j ON "User" (name, age);',
    ],
    finds: ['error 1:1', 'error 2:1'],
  },
  {
    it: 'not one that is there already, if it may be',
    texts: [
      'CREATE UNIQUE INDEX one ON "User" (name);',
      'CREATE UNIQUE INDEX IF NOT EXISTS one ON "User" (age);',
    ],
    finds: [],
  },
  {
    it: 'not on a materialized view that is made again here',
    texts: [
      'CREATE MATERIALIZED VIEW v AS SELECT 1 AS a;',
      'DROP MATERIALIZED VIEW v;\nCREATE MATERIALIZED VIEW v AS SELECT 2 AS a;\nCREATE UNIQUE INDEX i ON v (a);',
    ],
    finds: [],
  },
  {
    it: 'a partitioned table, without advice that fails',
    texts: [
      'CREATE TABLE log (at date, b int) PARTITION BY RANGE (at);',
      'CREATE UNIQUE INDEX i ON log (at);\nALTER TABLE log ADD UNIQUE (b);',
    ],
    finds: ['error 1:1', 'error 2:17'],
    says: /CREATE UNIQUE INDEX i ON ONLY log \(at\);[\s\S]*ALTER TABLE ONLY/,
  },
  {
    it: 'an index',
    texts: ['CREATE UNIQUE INDEX i ON "User"(name);'],
    finds: ['error 1:1'],
    says: /HAVING count/,
  },
  {
    it: 'a constraint',
    texts: ['ALTER TABLE "User" ADD CONSTRAINT u UNIQUE (name);'],
    finds: ['error 1:20'],
    says: /USING INDEX "u"/,
  },
  {
    it: 'a partial index: only its rows are looked at',
    texts: ['CREATE UNIQUE INDEX i ON "User"(name) WHERE age > 3;'],
    finds: ['error 1:1'],
    says: /FROM "User" WHERE age > 3 GROUP BY/,
  },
  {
    it: 'CONCURRENTLY only warns',
    texts: ['CREATE UNIQUE INDEX CONCURRENTLY i ON "User"(name);'],
    finds: ['warning 1:1'],
  },
  {
    it: 'not after duplicates were deleted',
    texts: [
      'DELETE FROM "User" a USING "User" b WHERE a.name = b.name AND a.id > b.id;\nCREATE UNIQUE INDEX i ON "User"(name);',
    ],
    finds: [],
  },
  {
    it: 'deleting from another table does not count',
    texts: [
      'DELETE FROM "Post" USING "User" u WHERE u.id = "authorId";\nCREATE UNIQUE INDEX i ON "User"(name);',
    ],
    finds: ['error 2:1'],
  },
  {
    it: 'an update of what the key reads counts, one of other columns does not',
    texts: [
      `UPDATE "User" SET name = name || id;\nUPDATE "User" SET (age, price) = (1, 2) WHERE age IS NULL;
CREATE UNIQUE INDEX i ON "User"(name);\nCREATE UNIQUE INDEX j ON "User"(lower(email)) WHERE age > 3;\nCREATE UNIQUE INDEX k ON "User"(email);
ALTER TABLE "User" ADD CONSTRAINT l UNIQUE (role);`,
    ],
    finds: ['error 5:1', 'error 6:20'],
  },
  {
    it: 'not on a column added without a value',
    texts: ['ALTER TABLE "User" ADD COLUMN slug TEXT;\nCREATE UNIQUE INDEX i ON "User"(slug);'],
    finds: [],
  },
  {
    it: 'but on one added with a default',
    texts: ['ALTER TABLE "User" ADD COLUMN slug TEXT DEFAULT \'\';\nCREATE UNIQUE INDEX i ON "User"(slug);'],
    finds: ['error 2:1'],
  },
  {
    it: 'not USING INDEX, nor on a new table',
    texts: [
      'ALTER TABLE "User" ADD CONSTRAINT u UNIQUE USING INDEX i;\nCREATE TABLE t (a INT);\nCREATE UNIQUE INDEX j ON t(a);',
    ],
    finds: [],
  },
  {
    it: 'not on a column of the same ALTER TABLE, unless NULLs clash',
    texts: [
      'ALTER TABLE "User" ADD COLUMN a TEXT, ADD CONSTRAINT u UNIQUE (a);\nALTER TABLE "User" ADD COLUMN b TEXT, ADD CONSTRAINT v UNIQUE NULLS NOT DISTINCT (b);\nALTER TABLE "User" ADD COLUMN c TEXT;\nCREATE UNIQUE INDEX w ON "User" (c) NULLS NOT DISTINCT;\nALTER TABLE "User" ADD COLUMN d TEXT DEFAULT \'\', ADD CONSTRAINT x UNIQUE (d);',
    ],
    finds: ['error 2:39', 'error 4:1', 'error 5:50'],
  },
]);

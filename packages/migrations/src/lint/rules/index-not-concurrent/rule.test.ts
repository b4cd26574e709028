import { testRule } from '../../lint.fixture.ts';

testRule('index-not-concurrent', [
  {
    it: 'on an existing table',
    texts: ['CREATE INDEX IF NOT EXISTS "i" ON "User" USING gin ("name");'],
    finds: ['error 1:1'],
    says: /CREATE INDEX CONCURRENTLY IF NOT EXISTS/,
  },
  {
    it: 'not one that is there already, if it may be',
    texts: [
      'CREATE INDEX IF NOT EXISTS "Post_title_idx" ON "Post"(title);\nCREATE INDEX IF NOT EXISTS "Post_title_idx2" ON "Post"(title);',
    ],
    finds: ['error 2:1'],
  },
  {
    it: 'not on a table of this migration',
    texts: [
      'CREATE TABLE "T" (a INT);\nCREATE INDEX i ON "T"(a);\nCREATE MATERIALIZED VIEW v AS SELECT 1 AS a;\nCREATE INDEX j ON v(a);',
    ],
    finds: [],
  },
  {
    it: 'on a table whose name differs in case',
    texts: ['CREATE TABLE "T" (a INT);\nCREATE INDEX i ON T(a);'],
    finds: ['error 2:1'],
  },
  {
    it: 'one finding where it is unique too',
    texts: ['CREATE UNIQUE INDEX i ON "User"(name);'],
    finds: [],
  },
  {
    it: 'which returns when that is allowed',
    texts: [
      '-- agora: allow unique-on-existing-column because checked by hand\nCREATE UNIQUE INDEX i ON "User"(name);',
    ],
    finds: ['error 2:1'],
  },
  {
    it: 'on a partitioned table, by its partitions; ON ONLY builds nothing',
    texts: [
      'CREATE TABLE log (at date, b int) PARTITION BY RANGE (at);',
      'CREATE INDEX log_at ON log (at);\nCREATE INDEX log_b ON ONLY log (b);',
    ],
    finds: ['error 1:1'],
    says: /CREATE INDEX log_at ON ONLY log \(at\);/,
  },
  {
    it: 'only a warning on the way down, on what the way up made',
    texts: ['CREATE TABLE n (a INT);'],
    down: 'CREATE INDEX i ON n(a);',
    finds: ['down warning 1:1'],
  },
]);

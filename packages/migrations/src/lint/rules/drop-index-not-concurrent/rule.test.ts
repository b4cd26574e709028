import { testRule } from '../../lint.fixture.ts';

testRule('drop-index-not-concurrent', [
  {
    it: 'an existing one',
    texts: ['DROP INDEX IF EXISTS "Post_title_idx";'],
    finds: ['warning 1:1'],
    says: /DROP INDEX CONCURRENTLY IF EXISTS/,
  },
  {
    it: 'not one that no migration makes, or that went with its table, if it may be missing',
    texts: [
      'CREATE MATERIALIZED VIEW v AS SELECT 1 AS a;\nCREATE INDEX v_a ON v (a);',
      'DROP INDEX IF EXISTS nowhere;\nDROP MATERIALIZED VIEW v;\nDROP INDEX IF EXISTS v_a;\nDROP INDEX IF EXISTS "Post_title_idx", nowhere;',
    ],
    finds: ['warning 4:1'],
    says: /Dropping Post_title_idx locks/,
  },
  {
    it: 'one nobody knows',
    texts: ['DROP INDEX "app"."x";'],
    finds: ['warning 1:1'],
  },
  {
    it: 'one of a partitioned table, without advice that fails',
    texts: [
      'CREATE TABLE log (at date) PARTITION BY RANGE (at);\nCREATE INDEX log_at ON log (at);',
      'DROP INDEX log_at;',
    ],
    finds: ['warning 1:1'],
    says: /not dropped CONCURRENTLY/,
  },
  {
    it: 'not one of a new table',
    texts: ['CREATE TABLE t (a INT);\nCREATE INDEX i ON t(a);\nDROP INDEX i;'],
    finds: [],
  },
  {
    it: 'several, each by itself; CONCURRENTLY takes no CASCADE',
    texts: [
      'CREATE INDEX CONCURRENTLY a ON "User"(age);',
      'DROP INDEX IF EXISTS a, public."Post_title_idx";\nDROP INDEX "Post_title_idx" CASCADE;',
    ],
    finds: ['warning 1:1', 'warning 2:1'],
    says: /DROP INDEX CONCURRENTLY IF EXISTS "a";\nDROP INDEX CONCURRENTLY IF EXISTS "public"."Post_title_idx";[^]*takes no CASCADE/,
  },
]);

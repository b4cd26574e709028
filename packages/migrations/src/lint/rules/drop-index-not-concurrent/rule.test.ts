import { testRule } from '../../lint.fixture.ts';

testRule('drop-index-not-concurrent', [
  {
    it: 'an existing one',
    texts: ['DROP INDEX IF EXISTS "Post_title_idx";'],
    finds: ['warning 1:1'],
    says: /DROP INDEX CONCURRENTLY IF EXISTS/,
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
]);

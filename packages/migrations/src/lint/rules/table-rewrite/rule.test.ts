import { testRule } from '../../lint.fixture.ts';

testRule('table-rewrite', [
  {
    it: 'an existing table',
    texts: ['ALTER TABLE "User" SET LOGGED;\nALTER TABLE "Post" SET TABLESPACE fast;'],
    finds: ['error 1:20', 'error 2:20'],
  },
  {
    it: 'not a new one',
    texts: ['CREATE TABLE t (a INT);\nALTER TABLE t SET UNLOGGED;'],
    finds: [],
  },
]);

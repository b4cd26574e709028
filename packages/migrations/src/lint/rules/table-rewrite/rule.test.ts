import { testRule } from '../../lint.fixture.ts';

testRule('table-rewrite', [
  {
    it: 'an existing table',
    texts: [
      'ALTER TABLE "User" SET UNLOGGED;\nALTER TABLE "Post" SET TABLESPACE fast;',
      'ALTER TABLE "User" SET LOGGED;\nALTER TABLE unknown SET LOGGED;',
    ],
    finds: ['error 1:20', 'error 2:21'],
  },
  {
    it: 'not one that is so already',
    texts: [
      'ALTER TABLE "User" SET LOGGED;\nCREATE UNLOGGED TABLE t (a INT);',
      'ALTER TABLE t SET UNLOGGED;',
    ],
    finds: [],
  },
  {
    it: 'not a new one',
    texts: ['CREATE TABLE t (a INT);\nALTER TABLE t SET UNLOGGED;'],
    finds: [],
  },
  {
    it: 'an index, or all of a tablespace',
    texts: [
      'ALTER INDEX "Post_title_idx" SET TABLESPACE fast;\nALTER TABLE ALL IN TABLESPACE slow SET TABLESPACE fast;\nALTER INDEX "Post_title_idx" SET (fillfactor = 70);',
    ],
    finds: ['error 1:1', 'error 2:1'],
  },
]);

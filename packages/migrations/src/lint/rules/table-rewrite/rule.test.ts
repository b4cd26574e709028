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
]);

import { testRule } from '../../lint.fixture.ts';

testRule('not-atomic', [
  {
    it: 'CONCURRENTLY beside another statement',
    texts: ['CREATE INDEX CONCURRENTLY i ON "User"(age);\nALTER TABLE "User" ADD COLUMN b TEXT;'],
    finds: ['error 1:1'],
  },
  {
    it: 'two of them',
    texts: ['CREATE INDEX CONCURRENTLY i ON "User"(age);\nDROP INDEX CONCURRENTLY "Post_title_idx";'],
    finds: ['error 1:1', 'error 2:1'],
  },
  {
    it: 'a warning where the file says so',
    texts: [
      '-- agora: no-transaction\nCREATE INDEX CONCURRENTLY i ON "User"(age);\nALTER TABLE "User" ADD COLUMN b TEXT;',
    ],
    finds: ['warning 2:1'],
  },
  {
    it: 'alone it is fine, and so with settings around it',
    texts: [
      'SET statement_timeout = 0;\nCREATE INDEX CONCURRENTLY i ON "User"(age);\nRESET statement_timeout;',
    ],
    finds: [],
  },
  {
    it: 'in down.sql too',
    texts: ['SELECT 1;'],
    down: 'DROP INDEX CONCURRENTLY i;\nDROP INDEX CONCURRENTLY j;',
    finds: ['down error 1:1', 'down error 2:1'],
  },
]);

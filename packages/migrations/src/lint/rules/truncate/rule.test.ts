import { testRule } from '../../lint.fixture.ts';

testRule('truncate', [
  {
    it: 'with CASCADE',
    texts: ['TRUNCATE "User", "Post" CASCADE;'],
    finds: ['error 1:1'],
    says: /every table that refers to it/,
  },
  {
    it: 'not of a new table',
    texts: ['CREATE TABLE t AS SELECT 1 AS a;\nTRUNCATE t;'],
    finds: [],
  },
]);

import { testRule } from '../../lint.fixture.ts';

testRule('drop-cascade', [
  {
    it: 'not of a table that no migration makes, if it may be missing',
    texts: [
      'DROP TABLE IF EXISTS nowhere CASCADE;\nDROP TABLE IF EXISTS "Post" CASCADE;\nDROP FUNCTION f CASCADE;',
    ],
    finds: ['warning 2:29', 'warning 3:17'],
    says: /depends on f\./,
  },
  {
    it: 'of a table',
    texts: ['DROP TABLE "User" CASCADE;'],
    finds: ['warning 1:19'],
  },
  {
    it: 'of a column',
    texts: ['ALTER TABLE "User" DROP COLUMN age CASCADE;'],
    finds: ['warning 1:20'],
  },
  {
    it: 'of a constraint',
    texts: ['ALTER TABLE "User" DROP CONSTRAINT "User_pkey" CASCADE;'],
    finds: ['warning 1:20'],
  },
  {
    it: 'not of a new table',
    texts: ['CREATE TABLE t (a INT);\nDROP TABLE t CASCADE;'],
    finds: [],
  },
  {
    it: 'not ON DELETE CASCADE',
    texts: [
      'ALTER TABLE "Post" ADD CONSTRAINT f FOREIGN KEY ("authorId") REFERENCES "User"(id) ON DELETE CASCADE NOT VALID;',
    ],
    finds: [],
  },
]);

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
  {
    it: 'of a type, with which columns go: an error while there are some, or may be',
    texts: [
      'CREATE DOMAIN d AS int; CREATE TABLE t (a int, b d);',
      'DROP TYPE "Role" CASCADE;\nDROP DOMAIN IF EXISTS public.d CASCADE;\nDROP EXTENSION citext CASCADE;',
    ],
    finds: ['error 1:18', 'error 2:32', 'error 3:23'],
    says: /with all its values/,
  },
  {
    it: 'of a type whose columns are gone before, a warning',
    texts: ['ALTER TABLE "User" DROP COLUMN role;\nDROP TYPE public."Role" CASCADE;'],
    finds: ['warning 2:25'],
  },
]);

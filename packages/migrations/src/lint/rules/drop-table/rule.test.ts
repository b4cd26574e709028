import { testRule } from '../../lint.fixture.ts';

testRule('drop-table', [
  {
    it: 'only a warning where no migration makes it and it may be missing',
    texts: ['DROP TABLE IF EXISTS nowhere, "Post";\nDROP TABLE elsewhere;'],
    finds: ['error 1:1', 'warning 1:1', 'error 2:1'],
    says: /No migration makes nowhere/,
  },
  {
    it: 'names them all',
    texts: ['DROP TABLE "Post", "User";'],
    finds: ['error 1:1'],
    says: /Post, User/,
  },
  {
    it: 'not one made by the same migration',
    texts: ['CREATE TABLE tmp (a INT);\nDROP TABLE IF EXISTS "public"."tmp";'],
    finds: [],
  },
  {
    it: 'one made by the migration before',
    texts: ['CREATE TABLE tmp (a INT);', 'DROP TABLE tmp;'],
    finds: ['error 1:1'],
  },
  {
    it: 'not a view',
    texts: ['DROP VIEW v;'],
    finds: [],
  },
]);

import { testRule } from '../../lint.fixture.ts';

testRule('required-column', [
  {
    it: 'each of several',
    texts: [
      'ALTER TABLE "User" ADD COLUMN a TEXT NOT NULL,\nADD COLUMN b INTEGER NOT NULL,\nADD COLUMN c TEXT;',
    ],
    finds: ['error 1:20', 'error 2:1'],
  },
  {
    it: 'only a warning on a table that was emptied and not filled again',
    texts: [
      'DELETE FROM "User";\nALTER TABLE "User" ADD COLUMN a TEXT NOT NULL;\nTRUNCATE "Post";\nALTER TABLE "Post" ADD COLUMN a TEXT NOT NULL;\nINSERT INTO "Post" VALUES (\'a\', \'b\', \'c\', \'d\');\nALTER TABLE "Post" ADD COLUMN b TEXT NOT NULL;\nDELETE FROM "User" WHERE age > 3;\nALTER TABLE "User" ADD COLUMN b TEXT NOT NULL;',
    ],
    finds: ['warning 2:20', 'warning 4:20', 'error 6:20', 'error 8:20'],
    says: /can no longer insert/,
  },
  {
    it: 'a default is enough',
    texts: ['ALTER TABLE "User" ADD COLUMN a TEXT NOT NULL DEFAULT \'\', ADD COLUMN b SERIAL NOT NULL;'],
    finds: [],
  },
  {
    it: 'not on a new table, whatever its quotes and schema',
    texts: [
      'CREATE TABLE thing (id INT);\nALTER TABLE "public"."thing" ADD COLUMN a TEXT NOT NULL;\nALTER TABLE Thing ADD COLUMN b TEXT NOT NULL;',
    ],
    finds: [],
  },
  {
    it: 'a table of another schema is another table',
    texts: ['CREATE TABLE "User2" (id INT);\nALTER TABLE "app"."User2" ADD COLUMN a TEXT NOT NULL;'],
    finds: ['error 2:27'],
  },
  {
    it: 'nor on a new table under its new name',
    texts: [
      'CREATE TABLE t (id INT);\nALTER TABLE t RENAME TO u;\nALTER TABLE u ADD COLUMN a TEXT NOT NULL;',
    ],
    finds: [],
  },
  {
    it: 'search_path of the file counts',
    texts: [
      'SET LOCAL search_path TO app;\nCREATE TABLE t (id INT);\nALTER TABLE app.t ADD COLUMN a TEXT NOT NULL;\nALTER TABLE public.t ADD COLUMN a TEXT NOT NULL;',
    ],
    finds: ['error 4:22'],
  },
  {
    it: 'the type in quotes where it wants them',
    texts: ['ALTER TABLE "User" ADD COLUMN other "Role" NOT NULL;'],
    finds: ['error 1:20'],
    says: /ADD COLUMN "other" "Role" NOT NULL DEFAULT/,
  },
]);

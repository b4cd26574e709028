import { testRule } from '../../lint.fixture.ts';

testRule('drop-add-table', [
  {
    it: 'the same columns under another name',
    texts: [
      'CREATE TABLE "Article" ("id" TEXT NOT NULL, "title" TEXT NOT NULL, "authorId" TEXT, CONSTRAINT "p" PRIMARY KEY ("id"));\nDROP TABLE "Post";',
    ],
    finds: ['error 2:1'],
    says: /RENAME TO "Article"/,
  },
  {
    it: 'and its columns, where names are only spelled otherwise',
    texts: [
      'CREATE TABLE is_new (id TEXT, created_at DATE, kind INT);',
      'DROP TABLE is_new;\nCREATE TABLE "IsNew" (id TEXT, "createdAt" DATE, kind INT);',
    ],
    finds: ['error 1:1'],
    says: /RENAME TO "IsNew";\nALTER TABLE "IsNew" RENAME COLUMN "created_at" TO "createdAt";(?!\nALTER)/,
  },
  {
    it: 'not with other columns',
    texts: ['CREATE TABLE "Article" ("id" INT, "text" TEXT, "authorId" TEXT);\nDROP TABLE "Post";'],
    finds: [],
  },
  {
    it: 'not itself made anew, nor one whose rows are copied',
    texts: [
      'CREATE TABLE "Old" (id TEXT, title TEXT, kind INT);',
      'DROP TABLE "Post";\nCREATE TABLE "Post" (id TEXT, title TEXT, "authorId" TEXT);\nCREATE TABLE "New" (id TEXT, title TEXT, kind INT);\nINSERT INTO "New" SELECT * FROM "Old";\nDROP TABLE "Old";',
    ],
    finds: [],
  },
  {
    it: 'the more alike of two, once',
    texts: [
      'CREATE TABLE a (id TEXT, b INT, c INT, d INT);\nCREATE TABLE z (id TEXT, b INT, c INT, e INT);',
      'CREATE TABLE n (id TEXT, b INT, c INT, d INT);\nDROP TABLE z;\nDROP TABLE a;',
    ],
    finds: ['error 3:1'],
  },
  {
    it: 'not of an unknown table',
    texts: ['CREATE TABLE a (id INT, b INT);\nDROP TABLE unknown;'],
    finds: [],
  },
]);

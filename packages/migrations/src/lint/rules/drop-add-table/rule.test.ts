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
    it: 'not with other columns',
    texts: ['CREATE TABLE "Article" ("id" INT, "text" TEXT, "authorId" TEXT);\nDROP TABLE "Post";'],
    finds: [],
  },
  {
    it: 'not of an unknown table',
    texts: ['CREATE TABLE a (id INT, b INT);\nDROP TABLE unknown;'],
    finds: [],
  },
]);

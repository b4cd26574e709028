import { testRule } from '../../lint.fixture.ts';

testRule('foreign-key-not-valid', [
  {
    it: 'without a name',
    texts: ['ALTER TABLE "Post" ADD FOREIGN KEY ("authorId") REFERENCES "User"(id);'],
    finds: ['error 1:20'],
    says: /ADD CONSTRAINT "Post_authorId_fkey" FOREIGN KEY \("authorId"\) REFERENCES "User"\(id\) NOT VALID/,
  },
  {
    it: 'between an old and a new table: the new one has no rows to check',
    texts: [
      'CREATE TABLE c (u TEXT);\nALTER TABLE c ADD CONSTRAINT f FOREIGN KEY (u) REFERENCES "User"(id);',
    ],
    finds: [],
  },
  {
    it: 'from an old one to a new one',
    texts: [
      'CREATE TABLE c (id TEXT PRIMARY KEY);\nALTER TABLE "Post" ADD CONSTRAINT f FOREIGN KEY ("authorId") REFERENCES c(id);',
    ],
    finds: ['error 2:20'],
  },
  {
    it: 'to itself, which is named once',
    texts: ['ALTER TABLE "Post" ADD CONSTRAINT f FOREIGN KEY ("authorId") REFERENCES "Post"(id);'],
    finds: ['error 1:20'],
    says: /^Writes to Post wait/,
  },
  {
    it: 'not NOT VALID',
    texts: ['ALTER TABLE "Post" ADD CONSTRAINT f FOREIGN KEY ("authorId") REFERENCES "User"(id) NOT VALID;'],
    finds: [],
  },
  {
    it: 'at a new column only with a default',
    texts: [
      'ALTER TABLE "Post" ADD COLUMN a TEXT REFERENCES "User"(id);\nALTER TABLE "Post" ADD COLUMN b TEXT DEFAULT \'x\' REFERENCES "User"(id);',
    ],
    finds: ['error 2:20'],
  },
]);

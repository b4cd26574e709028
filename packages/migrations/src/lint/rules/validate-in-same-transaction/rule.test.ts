import { testRule } from '../../lint.fixture.ts';

testRule('validate-in-same-transaction', [
  {
    it: 'a foreign key',
    texts: [
      'ALTER TABLE "Post" ADD CONSTRAINT f FOREIGN KEY ("authorId") REFERENCES "User"(id) NOT VALID;\nALTER TABLE "Post" VALIDATE CONSTRAINT f;',
    ],
    finds: ['error 2:20'],
  },
  {
    it: 'not in the next migration',
    texts: [
      'ALTER TABLE "User" ADD CONSTRAINT c CHECK (age > 0) NOT VALID;',
      'ALTER TABLE "User" VALIDATE CONSTRAINT c;',
    ],
    finds: [],
  },
  {
    it: 'not statement by statement',
    texts: [
      '-- agora: no-transaction\nALTER TABLE "User" ADD CONSTRAINT c CHECK (age > 0) NOT VALID;\nALTER TABLE "User" VALIDATE CONSTRAINT c;',
    ],
    finds: [],
  },
  {
    it: 'in one ALTER TABLE',
    texts: ['ALTER TABLE "User" ADD CONSTRAINT c CHECK (age > 0) NOT VALID, VALIDATE CONSTRAINT c;'],
    finds: ['error 1:64'],
  },
]);

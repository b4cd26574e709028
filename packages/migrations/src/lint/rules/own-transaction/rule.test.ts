import { testRule } from '../../lint.fixture.ts';

testRule('own-transaction', [
  {
    it: 'around the whole file it is harmless',
    texts: ['BEGIN;\nALTER TABLE "User" ADD COLUMN b TEXT;\nCOMMIT;'],
    finds: ['info 1:1'],
  },
  {
    it: 'in the middle it is not',
    texts: ['ALTER TABLE "User" ADD COLUMN b TEXT;\nCOMMIT;\nSELECT 1;'],
    finds: ['error 2:1'],
  },
  {
    it: 'two transactions',
    texts: ['BEGIN;\nSELECT 1;\nCOMMIT;\nBEGIN;\nSELECT 2;\nEND;'],
    finds: ['warning 1:1', 'warning 4:1'],
  },
  {
    it: 'a rollback',
    texts: ['START TRANSACTION;\nSELECT 1;\nROLLBACK;'],
    finds: ['error 1:1', 'error 3:1'],
  },
  {
    it: 'an enum changed as Prisma writes it, before other statements',
    texts: ['BEGIN;\nSELECT 1;\nCOMMIT;\n\nDROP INDEX "Post_title_idx";'],
    finds: ['warning 1:1'],
    says: /not atomic/,
  },
  {
    it: 'one that is never committed, one inside another',
    texts: ['BEGIN;\nBEGIN;\nSELECT 1;'],
    finds: ['error 1:1', 'error 2:1'],
  },
  {
    it: 'savepoints are no transactions',
    texts: ['SAVEPOINT a;\nROLLBACK TO SAVEPOINT a;'],
    finds: [],
  },
]);

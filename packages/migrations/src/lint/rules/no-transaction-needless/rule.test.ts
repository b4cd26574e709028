import { testRule } from '../../lint.fixture.ts';

testRule('no-transaction-needless', [
  {
    it: 'DDL alone',
    texts: [
      '-- agora: no-transaction\nALTER TABLE "User" ADD COLUMN a TEXT;\nALTER TABLE "User" ADD COLUMN b TEXT;',
    ],
    finds: ['warning 1:11'],
  },
  {
    it: 'validating needs it',
    texts: [
      '-- agora: no-transaction\nALTER TABLE "User" VALIDATE CONSTRAINT a;\nALTER TABLE "User" VALIDATE CONSTRAINT b;',
    ],
    finds: [],
  },
  {
    it: 'rows in batches need it',
    texts: [
      '-- agora: no-transaction\nUPDATE "User" SET age = 1 WHERE id < \'a\';\nUPDATE "User" SET age = 1 WHERE id >= \'a\';',
    ],
    finds: [],
  },
]);

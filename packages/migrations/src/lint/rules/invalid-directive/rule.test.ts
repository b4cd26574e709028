import { testRule } from '../../lint.fixture.ts';

testRule('invalid-directive', [
  {
    it: 'without a reason',
    texts: ['-- agora: allow drop-table\nDROP TABLE "User";'],
    finds: ['error 1:1'],
    says: /allow <rule> because <reason>/,
  },
  {
    it: 'after the first statement',
    texts: ['SELECT 1;\n  -- agora: no-transaction\n'],
    finds: ['error 2:3'],
    says: /at the top/,
  },
  {
    it: 'misspelt',
    texts: ['-- agora: notransaction\nSELECT 1;'],
    finds: ['error 1:1'],
  },
]);

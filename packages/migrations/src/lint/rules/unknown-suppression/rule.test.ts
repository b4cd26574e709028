import { testRule } from '../../lint.fixture.ts';

testRule('unknown-suppression', [
  {
    it: 'says what was meant',
    texts: ['-- agora: allow drop-tabel because it is gone\nDROP TABLE "User";'],
    finds: ['error 1:1'],
    says: /Did you mean drop-table/,
  },
  {
    it: 'knows the rules of squawk that speak',
    texts: ['-- agora: allow ban-char-field because fixed width\nSELECT 1;'],
    finds: [],
  },
]);

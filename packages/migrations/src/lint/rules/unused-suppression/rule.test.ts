import { testRule } from '../../lint.fixture.ts';

testRule('unused-suppression', [
  {
    it: 'nothing to allow',
    texts: ['-- agora: allow drop-table because it is gone\nSELECT 1;'],
    finds: ['warning 1:1'],
  },
  {
    it: 'counts a finding that another supersedes',
    texts: [
      '-- agora: allow drop-column because it is gone\nALTER TABLE "User" DROP COLUMN "name", ADD COLUMN "fullName" VARCHAR(20);',
    ],
    finds: [],
  },
]);

import { testRule } from '../../lint.fixture.ts';

testRule('unused-suppression', [
  {
    it: 'nothing to allow',
    texts: ['-- agora: allow drop-table because it is gone\nSELECT 1;'],
    finds: ['warning 1:1'],
  },
  {
    it: 'what the history makes needless: a deploy does not ask for it either',
    texts: [
      'ALTER TABLE "User" ADD CONSTRAINT c CHECK (age IS NOT NULL) NOT VALID;',
      'ALTER TABLE "User" VALIDATE CONSTRAINT c;',
      '-- agora: allow set-not-null because a validated check covers it\nALTER TABLE "User" ALTER COLUMN age SET NOT NULL;',
    ],
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

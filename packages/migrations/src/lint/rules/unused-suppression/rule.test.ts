import { testRule } from '../../lint.fixture.ts';

testRule('unused-suppression', [
  {
    it: 'nothing to allow',
    texts: ['-- agora: allow drop-table because it is gone\nSELECT 1;'],
    finds: ['warning 1:1'],
  },
  {
    it: 'not where the deploy, which looks less closely, asks for it',
    texts: [
      'ALTER TABLE "User" ADD CONSTRAINT c CHECK (age IS NOT NULL) NOT VALID;',
      'ALTER TABLE "User" VALIDATE CONSTRAINT c;',
      '-- agora: allow set-not-null because a validated check covers it\nALTER TABLE "User" ALTER COLUMN age SET NOT NULL;',
    ],
    finds: [],
  },
  {
    it: 'counts a finding that another supersedes',
    texts: [
      '-- agora: allow drop-column because it is gone\nALTER TABLE "User" DROP COLUMN "name", ADD COLUMN "fullName" VARCHAR(20);',
    ],
    finds: [],
  },
]);

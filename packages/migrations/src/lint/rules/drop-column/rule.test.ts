import { testRule } from '../../lint.fixture.ts';

testRule('drop-column', [
  {
    it: 'only a warning where no migration makes it and it may be missing',
    texts: [
      'ALTER TABLE "User" DROP COLUMN IF EXISTS nothing, DROP COLUMN IF EXISTS age;\nALTER TABLE elsewhere DROP COLUMN IF EXISTS a;',
    ],
    finds: ['warning 1:20', 'error 1:51', 'error 2:23'],
  },
  {
    it: 'each of several',
    texts: ['ALTER TABLE "User" DROP COLUMN age,\nDROP COLUMN "price";'],
    finds: ['error 1:20', 'error 2:1'],
  },
  {
    it: 'inside a DO block',
    texts: ['DO $do$ BEGIN\n  IF true THEN\n    ALTER TABLE "User" DROP COLUMN age;\n  END IF;\nEND $do$;'],
    finds: ['error 3:24'],
  },
  {
    it: 'keeps silent where drop-add-column speaks',
    texts: ['ALTER TABLE "User" DROP COLUMN "name", ADD COLUMN "fullName" VARCHAR(20);'],
    finds: [],
  },
  {
    it: 'and speaks again when that is allowed',
    texts: [
      '-- agora: allow drop-add-column because they are two things\nALTER TABLE "User" DROP COLUMN "name", ADD COLUMN "fullName" VARCHAR(20);',
    ],
    finds: ['error 2:20'],
  },
  {
    it: 'not a column added by the same migration',
    texts: ['ALTER TABLE "User" ADD COLUMN tmp TEXT;\nALTER TABLE "User" DROP COLUMN tmp;'],
    finds: [],
  },
  {
    it: 'not in down.sql, where it is the way back',
    texts: ['ALTER TABLE "User" ADD COLUMN tmp TEXT;'],
    down: 'ALTER TABLE "User" DROP COLUMN tmp;',
    finds: [],
  },
]);

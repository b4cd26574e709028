import { testRule } from '../../lint.fixture.ts';

const drop = 'ALTER TABLE "User" ALTER COLUMN role DROP DEFAULT;';

testRule('drop-default', [
  { it: 'a default that was there', texts: [drop], finds: ['warning 1:20'] },
  {
    it: 'not one that is set again',
    texts: [`${drop}\nALTER TABLE "User" ALTER COLUMN role SET DEFAULT 'ADMIN';`],
    finds: [],
  },
  {
    it: 'not where there was none',
    texts: ['ALTER TABLE "User" ALTER COLUMN name DROP DEFAULT;'],
    finds: [],
  },
]);

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
    it: 'IDENTITY and what is computed, too',
    texts: [
      'ALTER TABLE "User" ADD COLUMN n INT GENERATED ALWAYS AS IDENTITY, ADD COLUMN c INT GENERATED ALWAYS AS (1) STORED;',
      'ALTER TABLE "User" ALTER COLUMN n DROP IDENTITY;\nALTER TABLE "User" ALTER c DROP EXPRESSION;',
    ],
    finds: ['warning 1:20', 'warning 2:20'],
    says: /ALTER COLUMN "?n"? DROP IDENTITY;/,
  },
  {
    it: 'one that comes back on another table only',
    texts: [
      'ALTER TABLE "Post" ADD COLUMN role TEXT;',
      `${drop}\nALTER TABLE "Post" ALTER COLUMN role SET DEFAULT 'ADMIN';`,
    ],
    finds: ['warning 1:20'],
  },
  {
    it: 'not of a column that goes, too',
    texts: [`${drop}\nALTER TABLE "User" DROP COLUMN role;`],
    finds: [],
  },
  {
    it: 'not where there was none',
    texts: ['ALTER TABLE "User" ALTER COLUMN name DROP DEFAULT;'],
    finds: [],
  },
  {
    it: 'SET DEFAULT NULL, which is the same',
    texts: ['ALTER TABLE ONLY public."User" ALTER role SET DEFAULT NULL;'],
    finds: ['warning 1:32'],
    says: /ALTER COLUMN "?role"? SET DEFAULT NULL;/,
  },
]);

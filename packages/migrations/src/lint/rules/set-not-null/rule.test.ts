import { testRule } from '../../lint.fixture.ts';

testRule('set-not-null', [
  {
    it: 'without a check',
    texts: ['ALTER TABLE "User" ALTER COLUMN age SET NOT NULL;'],
    finds: ['error 1:20'],
  },
  {
    it: 'a check of another column proves nothing',
    texts: [
      'ALTER TABLE "User" ADD CONSTRAINT c CHECK (name IS NOT NULL) NOT VALID;',
      'ALTER TABLE "User" VALIDATE CONSTRAINT c;',
      'ALTER TABLE "User" ALTER COLUMN age SET NOT NULL;',
    ],
    finds: ['error 1:20'],
  },
  {
    it: 'a check that is not validated proves nothing',
    texts: [
      'ALTER TABLE "User" ADD CONSTRAINT c CHECK (age IS NOT NULL) NOT VALID;',
      'ALTER TABLE "User" ALTER COLUMN age SET NOT NULL;',
    ],
    finds: ['error 1:20'],
  },
  {
    it: 'a validated one does, also as part of another',
    texts: [
      'ALTER TABLE "User" ADD CONSTRAINT c CHECK (age IS NOT NULL AND age > 0) NOT VALID;',
      'ALTER TABLE "User" VALIDATE CONSTRAINT c;',
      'ALTER TABLE "User" ALTER COLUMN age SET NOT NULL;',
    ],
    finds: [],
  },
  {
    it: 'a dropped one does not',
    texts: [
      'ALTER TABLE "User" ADD CONSTRAINT c CHECK (age IS NOT NULL) NOT VALID;',
      'ALTER TABLE "User" VALIDATE CONSTRAINT c;\nALTER TABLE "User" DROP CONSTRAINT c;',
      'ALTER TABLE "User" ALTER COLUMN age SET NOT NULL;',
    ],
    finds: ['error 1:20'],
  },
  {
    it: 'a NOT NULL constraint of PostgreSQL 18 that looks at every row',
    texts: ['ALTER TABLE "User" ADD CONSTRAINT c NOT NULL age;'],
    finds: ['error 1:20'],
  },
  {
    it: 'a NOT NULL constraint of PostgreSQL 18, validated',
    texts: [
      'ALTER TABLE "User" ADD CONSTRAINT c NOT NULL age NOT VALID;',
      'ALTER TABLE "User" VALIDATE CONSTRAINT c;',
      'ALTER TABLE "User" ALTER COLUMN age SET NOT NULL;',
    ],
    finds: [],
  },
  {
    it: 'not where the column is NOT NULL already',
    texts: ['ALTER TABLE "User" ALTER COLUMN email SET NOT NULL;'],
    finds: [],
  },
  {
    it: 'a primary key that takes over an index, where a column of it may hold NULL',
    texts: [
      'CREATE UNIQUE INDEX a ON "User" (age); CREATE UNIQUE INDEX e ON "User" (email);',
      'ALTER TABLE "User" DROP CONSTRAINT "User_pkey", ADD PRIMARY KEY USING INDEX a;\nALTER TABLE "Post" DROP CONSTRAINT "Post_pkey";\nALTER TABLE "User" DROP CONSTRAINT a, ADD PRIMARY KEY USING INDEX e;',
    ],
    finds: ['error 1:49'],
  },
]);

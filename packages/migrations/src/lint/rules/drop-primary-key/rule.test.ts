import { testRule } from '../../lint.fixture.ts';

testRule('drop-primary-key', [
  {
    it: 'one that nothing takes the place of',
    texts: ['ALTER TABLE "User" DROP CONSTRAINT "User_pkey";'],
    finds: ['error 1:20'],
  },
  {
    it: 'one whose columns become others',
    texts: [
      'ALTER TABLE "User" DROP CONSTRAINT "User_pkey",\nADD CONSTRAINT "User_pkey" PRIMARY KEY (id, email);',
    ],
    finds: ['warning 1:20'],
    says: /was \(id\) and becomes \(id, email\)/,
  },
  {
    it: 'not the same again, in any order, nor by an index whose columns are not said',
    texts: [
      'CREATE TABLE k (a int, b int, PRIMARY KEY (a, b));\nCREATE TABLE l (a int PRIMARY KEY);',
      'ALTER TABLE k DROP CONSTRAINT k_pkey, ADD PRIMARY KEY (b, a);\nALTER TABLE l DROP CONSTRAINT l_pkey;\nALTER TABLE l ADD CONSTRAINT l_pkey PRIMARY KEY USING INDEX l_new;',
    ],
    finds: [],
  },
  {
    it: 'neither another constraint, nor that of a new table',
    texts: [
      'ALTER TABLE "User" ADD CONSTRAINT c CHECK (age > 0);',
      'ALTER TABLE "User" DROP CONSTRAINT c;\nCREATE TABLE n (a int PRIMARY KEY);\nALTER TABLE n DROP CONSTRAINT n_pkey;',
    ],
    finds: [],
  },
  {
    it: 'one that an index of other columns takes the place of',
    texts: [
      'CREATE UNIQUE INDEX CONCURRENTLY two ON "User" (id, email);',
      'ALTER TABLE "User" DROP CONSTRAINT "User_pkey", ADD CONSTRAINT "User_pkey" PRIMARY KEY USING INDEX two;',
    ],
    finds: ['warning 1:20'],
    says: /was \(id\) and becomes \(id, email\)/,
  },
]);

import { testRule } from '../../lint.fixture.ts';

testRule('constraint-builds-index', [
  {
    it: 'a primary key',
    texts: [
      'ALTER TABLE "User" DROP CONSTRAINT "User_pkey",\nADD CONSTRAINT "User_pkey" PRIMARY KEY (id, name);',
    ],
    finds: ['error 2:1'],
    says: /PRIMARY KEY USING INDEX "User_pkey"/,
  },
  {
    it: 'an EXCLUDE',
    texts: ['ALTER TABLE "User" ADD EXCLUDE USING gist (name WITH =);'],
    finds: ['error 1:20'],
    says: /in no other way/,
  },
  {
    it: 'one finding where a UNIQUE may meet duplicates',
    texts: ['ALTER TABLE "User" ADD UNIQUE (name);'],
    finds: [],
  },
  {
    it: 'one that comes with its column',
    texts: ['ALTER TABLE "User" ADD COLUMN code TEXT UNIQUE;'],
    finds: ['error 1:20'],
    says: /add the column without it[^]*"User_code_key" UNIQUE USING INDEX/,
  },
  {
    it: 'that of a partitioned table, which takes no USING INDEX; ONLY builds nothing',
    texts: [
      'CREATE TABLE log (at date NOT NULL, b int NOT NULL) PARTITION BY RANGE (at);',
      'ALTER TABLE log ADD PRIMARY KEY (at);\nALTER TABLE ONLY log ADD UNIQUE (at, b);',
    ],
    finds: ['error 1:17'],
    says: /ALTER TABLE ONLY "?log"? ADD CONSTRAINT/,
  },
  {
    it: 'not USING INDEX',
    texts: ['ALTER TABLE "User" ADD PRIMARY KEY USING INDEX i;'],
    finds: [],
  },
]);

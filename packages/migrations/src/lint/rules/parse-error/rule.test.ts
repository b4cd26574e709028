import { testRule } from '../../lint.fixture.ts';

testRule('parse-error', [
  {
    it: 'places the error by characters, after others than ASCII',
    texts: ["SELECT 'é漢🎉';\nSELECT 'é漢🎉' FROM FROM x;"],
    finds: ['error 2:20'],
  },
  {
    it: 'still lints the statements around it',
    texts: ['ALTER TABEL x;\nDROP TABLE "User";\nselec;'],
    finds: ['error 1:7', 'error 3:1'],
  },
  {
    it: 'explains commands of psql',
    texts: ['\\connect shop\nSELECT 1;'],
    finds: ['error 1:1'],
    says: /commands of psql/,
  },
  {
    it: 'explains the rows of COPY that psql would send',
    texts: ['CREATE TABLE t (id int);\nCOPY t (id) FROM stdin;\n1\n2\n\\.\nSELECT 1;'],
    finds: ['error 3:1'],
    says: /--inserts/,
  },
  {
    it: 'explains merge conflicts',
    texts: ['<<<<<<< HEAD\nSELECT 1;\n=======\nSELECT 2;\n>>>>>>> x'],
    finds: ['error 1:1', 'error 3:1', 'error 5:1'],
    says: /merge conflict/,
  },
  {
    it: 'reports a NUL character',
    texts: ['SELECT 1\u0000;'],
    finds: ['error 1:9'],
  },
  {
    it: 'knows the syntax of PostgreSQL 18',
    texts: ['ALTER TABLE "User" ADD COLUMN "twice" INTEGER GENERATED ALWAYS AS (age * 2) VIRTUAL;'],
    finds: [],
  },
  {
    it: 'takes CR LF, a byte order mark and comments at the end',
    texts: ['﻿ALTER TABLE "User" ADD COLUMN a TEXT;\r\n\r\n-- the end\r\n/* of /* it */ all */'],
    finds: [],
  },
]);

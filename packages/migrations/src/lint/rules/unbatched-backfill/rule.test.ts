import { testRule } from '../../lint.fixture.ts';

testRule('unbatched-backfill', [
  {
    it: 'after DDL on the table',
    texts: ['ALTER TABLE "User" ADD COLUMN a INT;\nUPDATE "User" SET a = 1 WHERE a IS NULL;'],
    finds: ['error 2:1'],
  },
  {
    it: 'after DDL on another table',
    texts: ['ALTER TABLE "Post" ADD COLUMN a INT;\nDELETE FROM "User";'],
    finds: ['warning 2:1'],
    says: /every row/,
  },
  {
    it: 'not of a bounded number of rows, nor a new table',
    texts: [
      'UPDATE "User" SET age = 1 WHERE id IN (SELECT id FROM "User" LIMIT 100);\nCREATE TABLE t AS SELECT 1 AS a;\nUPDATE t SET a = 2;',
    ],
    finds: [],
  },
  {
    it: 'in a DO block that commits',
    texts: [
      '-- agora: no-transaction\nDO $$ BEGIN\n  LOOP\n    UPDATE "User" SET age = 1 WHERE age IS NULL;\n    EXIT WHEN NOT FOUND;\n    COMMIT;\n  END LOOP;\nEND $$;',
    ],
    finds: [],
  },
  {
    it: 'in one that does not',
    texts: ['DO $$ BEGIN\n  UPDATE "User" SET age = 1;\nEND $$;'],
    finds: ['warning 2:3'],
  },
]);

import { testRule } from '../../lint.fixture.ts';

testRule('enum-value-used', [
  {
    it: 'in a default',
    texts: [
      'ALTER TYPE "Role" ADD VALUE \'OWNER\';\nALTER TABLE "User" ALTER COLUMN role SET DEFAULT \'OWNER\';',
    ],
    finds: ['error 2:50'],
  },
  {
    it: 'in an UPDATE with a cast',
    texts: [
      'ALTER TYPE "public"."Role" ADD VALUE IF NOT EXISTS \'OWNER\';\nUPDATE "User" SET role = \'OWNER\'::"Role";',
    ],
    finds: ['error 2:26'],
  },
  {
    it: 'not where it is cast to something else',
    texts: [
      'ALTER TYPE "Role" ADD VALUE \'OWNER\';\nALTER TABLE "User" ALTER COLUMN name SET DEFAULT \'OWNER\'::text;',
    ],
    finds: [],
  },
  {
    it: 'not of a type made by the same file',
    texts: ["CREATE TYPE m AS ENUM ('a');\nALTER TYPE m ADD VALUE 'b';\nCREATE TABLE t (m m DEFAULT 'b');"],
    finds: [],
  },
  {
    it: 'not in the next migration',
    texts: [
      'ALTER TYPE "Role" ADD VALUE \'OWNER\';',
      'ALTER TABLE "User" ALTER COLUMN role SET DEFAULT \'OWNER\';',
    ],
    finds: [],
  },
  {
    it: 'not statement by statement',
    texts: [
      '-- agora: no-transaction\nALTER TYPE "Role" ADD VALUE \'OWNER\';\nUPDATE "User" SET role = \'OWNER\';',
    ],
    finds: [],
  },
  {
    it: 'not where it is written into a column of another type, but into one of the enum',
    texts: [
      `ALTER TYPE "Role" ADD VALUE 'OWNER';\nINSERT INTO "User" (id, email, name) VALUES ('1', 'OWNER', 'OWNER');\nUPDATE public."User" SET name = 'OWNER' WHERE id = '1';`,
    ],
    finds: [],
  },
  {
    it: 'but into one of the enum beside it, or where it is compared',
    texts: [
      `ALTER TYPE "Role" ADD VALUE 'OWNER';\nINSERT INTO "User" (id, name, role) VALUES ('1', 'OWNER', 'OWNER');`,
    ],
    finds: ['error 2:59'],
  },
]);

import { testRule } from '../../lint.fixture.ts';

testRule('change-column-type', [
  {
    it: 'only a warning where UTC keeps the bytes',
    texts: [
      'ALTER TABLE "User" ADD COLUMN at TIMESTAMP(3);',
      'ALTER TABLE "User" ALTER COLUMN at TYPE TIMESTAMPTZ;',
    ],
    finds: ['warning 1:20'],
    says: /SET LOCAL timezone = 'UTC';\nALTER TABLE/,
  },
  {
    it: 'nothing where the script has set UTC',
    texts: [
      'ALTER TABLE "User" ADD COLUMN at TIMESTAMP(3);',
      'SET LOCAL timezone = \'UTC\';\nALTER TABLE "User" ALTER COLUMN at TYPE TIMESTAMPTZ(6);',
    ],
    finds: [],
  },
  {
    it: 'a precision below 6 is rewritten under UTC too',
    texts: [
      'ALTER TABLE "User" ADD COLUMN at TIMESTAMP(3);',
      'SET LOCAL timezone = \'UTC\';\nALTER TABLE "User" ALTER COLUMN at TYPE TIMESTAMPTZ(3);',
    ],
    finds: ['error 2:20'],
  },
  {
    it: 'names the type as it is called by now',
    texts: [
      'CREATE TYPE "Role_new" AS ENUM (\'USER\');\nALTER TABLE "User" ALTER COLUMN "role" TYPE "Role_new" USING ("role"::text::"Role_new");\nALTER TYPE "Role" RENAME TO "Role_old";\nALTER TYPE "Role_new" RENAME TO "Role";\nDROP TYPE "Role_old";',
      'CREATE TYPE "Role_new" AS ENUM (\'ADMIN\');\nALTER TABLE "User" ALTER COLUMN "role" TYPE "Role_new" USING ("role"::text::"Role_new");',
    ],
    finds: ['error 2:20'],
    says: /from Role to Role_new/,
  },
  {
    it: 'a warning where an index with a condition or an expression reads the column, under its name of now',
    texts: [
      'ALTER TABLE "User" ADD COLUMN a VARCHAR(9), ADD COLUMN b VARCHAR(9);\nCREATE INDEX i ON "User" (lower(a)); CREATE INDEX j ON "User" (b);\nALTER TABLE "User" RENAME a TO c;',
      'ALTER TABLE "User" ALTER COLUMN b TYPE VARCHAR(20);\nALTER TABLE "User" ALTER COLUMN c TYPE VARCHAR(20);',
    ],
    finds: ['warning 2:20'],
    says: /builds the indexes of the column anew/,
  },
  {
    it: 'a warning where a CHECK reads the column',
    texts: [
      `ALTER TABLE "User" ADD COLUMN a VARCHAR(9) CHECK (a <> ''), ADD COLUMN b VARCHAR(9);\nALTER TABLE "User" ADD CONSTRAINT c CHECK (b <> '') NOT VALID;`,
      'ALTER TABLE "User" ALTER COLUMN b TYPE VARCHAR(20);\nALTER TABLE "User" ALTER COLUMN a TYPE VARCHAR(20);',
    ],
    finds: ['warning 2:20'],
    says: /held against every row again/,
  },
  {
    it: 'only a warning where the indexes alone are built anew',
    texts: ['CREATE INDEX i ON "User" (lower(email));', 'ALTER TABLE "User" ALTER COLUMN email TYPE citext;'],
    finds: ['warning 1:20'],
    says: /from text to citext touches no row, but builds the indexes/,
  },
  {
    it: 'nothing where no index has the column',
    texts: ['ALTER TABLE "User" ALTER COLUMN email TYPE citext;'],
    finds: [],
  },
  {
    it: 'of a column that is new here, too: the table is old',
    texts: [
      'ALTER TABLE "User" ADD COLUMN n TEXT;\nALTER TABLE "User" ALTER COLUMN n TYPE INTEGER USING n::int;',
    ],
    finds: ['error 2:20'],
  },
  {
    it: 'a rewrite',
    texts: ['ALTER TABLE "User" ALTER COLUMN age TYPE BIGINT;'],
    finds: ['error 1:20'],
    says: /from integer to bigint/,
  },
  {
    it: 'changes of the catalog alone',
    texts: [
      'ALTER TABLE "User" ALTER COLUMN name SET DATA TYPE VARCHAR(50), ALTER COLUMN price TYPE DECIMAL(12,2);\nALTER TABLE "User" ALTER COLUMN name TYPE TEXT;\nALTER TABLE "User" ALTER COLUMN price TYPE NUMERIC;',
    ],
    finds: [],
  },
  {
    it: 'shorter, or of another scale',
    texts: ['ALTER TABLE "User" ALTER COLUMN name TYPE VARCHAR(10),\nALTER COLUMN price TYPE DECIMAL(12,3);'],
    finds: ['error 1:20', 'error 2:1'],
  },
  {
    it: 'USING with a computation rewrites whatever the types',
    texts: ['ALTER TABLE "User" ALTER COLUMN name TYPE TEXT USING lower(name);'],
    finds: ['error 1:20'],
  },
  {
    it: 'USING with the column alone does not',
    texts: ['ALTER TABLE "User" ALTER COLUMN name TYPE TEXT USING "name"::TEXT;'],
    finds: [],
  },
  {
    it: 'an enum made anew, as Prisma writes it',
    texts: [
      'CREATE TYPE "Role_new" AS ENUM (\'USER\');\nALTER TABLE "User" ALTER COLUMN "role" TYPE "Role_new" USING ("role"::text::"Role_new");\nALTER TYPE "Role" RENAME TO "Role_old";\nALTER TYPE "Role_new" RENAME TO "Role";\nDROP TYPE "Role_old";',
    ],
    finds: ['error 2:20'],
    says: /take it out of the code/,
  },
  {
    it: 'a column of unknown type',
    texts: ['ALTER TABLE old ALTER COLUMN a TYPE VARCHAR(50);'],
    finds: ['error 1:17'],
    says: /does not tell the old type/,
  },
  {
    it: 'follows a rename',
    texts: [
      'ALTER TABLE "User" RENAME COLUMN name TO nick;',
      'ALTER TABLE "User" ALTER COLUMN nick TYPE VARCHAR(50);',
    ],
    finds: [],
  },
  {
    it: 'a domain is stored as what it is of, with a constraint or not',
    texts: [
      'CREATE DOMAIN plain AS TEXT; CREATE DOMAIN word AS TEXT CHECK (VALUE <> $$$$); CREATE TABLE d (a plain, b word, c TEXT);',
      'ALTER TABLE d ALTER a TYPE TEXT;\nALTER TABLE d ALTER b TYPE TEXT;\nALTER TABLE d ALTER c TYPE plain;\nALTER TABLE d ALTER c TYPE word;',
    ],
    finds: ['error 4:15'],
  },
  {
    it: 'another collation builds the indexes anew',
    texts: ['ALTER TABLE "Post" ALTER "title" TYPE TEXT COLLATE "C";'],
    finds: ['warning 1:20'],
    says: /touches no row, but builds the indexes/,
  },
  {
    it: 'an enum of which no value goes wants only new values, under the name that it had',
    texts: [
      'ALTER TYPE "Role" RENAME TO "Role_old";\nCREATE TYPE "Role" AS ENUM (\'NOBODY\', \'USER\', \'ADMIN\');\nALTER TABLE "User" ALTER COLUMN role TYPE "Role" USING role::text::"Role";',
    ],
    finds: ['error 3:20'],
    says: /ALTER TYPE "Role" ADD VALUE 'NOBODY';/,
  },
  {
    it: 'an enum of which a value goes: which one',
    texts: [
      'CREATE TYPE "Role_new" AS ENUM (\'USER\');\nALTER TABLE "User" ALTER COLUMN role TYPE "Role_new" USING role::text::"Role_new";',
    ],
    finds: ['error 2:20'],
    says: /"role" NOT IN \('ADMIN'\)/,
  },
]);

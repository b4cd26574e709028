import { testRule } from '../../lint.fixture.ts';

const KEYED = `CREATE UNIQUE INDEX "User_email_key" ON "User" (email);
CREATE TABLE app."Tag" (id INT PRIMARY KEY, "a" INT, b INT, CONSTRAINT "Tag_a_b" UNIQUE ("a", b), c INT UNIQUE);`;

testRule('drop-unique', [
  {
    it: 'an index, however it is dropped, and a constraint, with its schema or by a name that PostgreSQL gave',
    texts: [
      KEYED,
      `DROP INDEX IF EXISTS "public"."User_email_key";
ALTER TABLE app."Tag" DROP CONSTRAINT "Tag_a_b", DROP CONSTRAINT "Tag_c_key";`,
    ],
    finds: ['warning 1:1', 'warning 2:1', 'warning 2:1'],
    says: /app.Tag \(a, b\) unique/,
  },
  {
    it: 'not where another of the same columns comes or stays, or a column goes with it',
    texts: [
      KEYED,
      `DROP INDEX CONCURRENTLY "User_email_key";`,
      `CREATE UNIQUE INDEX CONCURRENTLY one ON "User" (age);
CREATE UNIQUE INDEX CONCURRENTLY two ON "User" (age);`,
      `DROP INDEX one;
ALTER TABLE app."Tag" DROP CONSTRAINT "Tag_a_b";
ALTER TABLE app."Tag" DROP COLUMN c;
CREATE UNIQUE INDEX again ON app."Tag" (b, "a");`,
    ],
    finds: [],
  },
  {
    it: 'neither a primary key, nor one of a new table, nor an index that is not unique',
    texts: [
      KEYED,
      `ALTER TABLE "User" DROP CONSTRAINT "User_pkey";
DROP INDEX "Post_title_idx";
CREATE TABLE n (a INT UNIQUE);
ALTER TABLE n DROP CONSTRAINT n_a_key;`,
    ],
    finds: [],
  },
  {
    it: 'not a primary key, whose name stays when its table is renamed',
    texts: [
      'CREATE TABLE item (id INT PRIMARY KEY, a INT UNIQUE);',
      'ALTER TABLE item RENAME TO thing;',
      'ALTER TABLE thing DROP CONSTRAINT item_pkey;\nALTER TABLE thing DROP CONSTRAINT item_a_key;',
    ],
    finds: ['warning 2:1'],
  },
]);

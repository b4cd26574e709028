import { testRule } from '../../lint.fixture.ts';

testRule('compatible-unsaid', [
  {
    it: 'an optional column, a table that refers to it, an index',
    texts: [
      `ALTER TABLE "User" ADD COLUMN bio TEXT, ADD COLUMN level INT NOT NULL DEFAULT 0;
      CREATE TABLE "Note" (id INT PRIMARY KEY, of TEXT REFERENCES "User"(id));
      INSERT INTO "Note" VALUES (1);
      CREATE INDEX ON "User" (lower(name)) WHERE bio IS NOT NULL;`,
    ],
    finds: ['info 1:1'],
    says: /agora: compatible/,
  },
  { it: 'said already', texts: ['-- agora: compatible\nALTER TABLE "User" ADD COLUMN bio TEXT;'], finds: [] },
  { it: 'more than an addition', texts: ['ALTER TABLE "User" ADD bio TEXT, DROP COLUMN age;'], finds: [] },
  { it: 'what cannot be read', texts: ['ALTER TABLE "User" ADD bio TEXT; ALTER TABEL x;'], finds: [] },
  { it: 'nothing at all', texts: ['-- empty'], finds: [] },
]);

import { testRule } from '../../lint.fixture.ts';

testRule('prisma-table-touched', [
  {
    it: 'reading counts too',
    texts: ['DO $$ BEGIN PERFORM 1; END $$;\nINSERT INTO "User" (id) SELECT id FROM "_prisma_migrations";'],
    finds: ['error 2:40'],
  },
  {
    it: 'another table of that name does not exist',
    texts: ['DELETE FROM "User" WHERE name = \'_prisma_migrations\';'],
    finds: [],
  },
]);

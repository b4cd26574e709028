import { testRule } from '../../lint.fixture.ts';

testRule('unread-sql', [
  {
    it: 'EXECUTE, and another language',
    texts: [`DO $$ BEGIN EXECUTE 'DROP TABLE "User"'; END $$;\nDO LANGUAGE plpython3u $$ pass $$;`],
    finds: ['warning 1:1', 'warning 2:1'],
    says: /runs SQL that it puts together as text[^]*is written in plpython3u/,
  },
  {
    it: 'not what is written out',
    texts: [`DO $$ BEGIN PERFORM 1; UPDATE "User" SET age = 1 WHERE id = 'x'; END $$;`],
    finds: [],
  },
]);

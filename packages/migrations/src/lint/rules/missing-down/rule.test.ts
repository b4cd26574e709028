import { testRule } from '../../lint.fixture.ts';

testRule('missing-down', [
  {
    it: 'not with one',
    texts: ['ALTER TABLE "User" ADD COLUMN a INT;'],
    finds: [],
  },
]);

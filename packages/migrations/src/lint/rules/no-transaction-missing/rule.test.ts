import { testRule } from '../../lint.fixture.ts';

testRule('no-transaction-missing', [
  {
    it: 'VACUUM',
    texts: ['VACUUM "User";'],
    finds: ['info 1:1'],
  },
  {
    it: 'not CREATE INDEX CONCURRENTLY, which everyone knows',
    texts: ['CREATE INDEX CONCURRENTLY i ON "User"(age);'],
    finds: [],
  },
]);

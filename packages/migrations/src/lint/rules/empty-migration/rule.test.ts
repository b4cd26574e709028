import { testRule } from '../../lint.fixture.ts';

testRule('empty-migration', [
  {
    it: 'of comments alone',
    texts: ['-- nothing\n/* at all */\n;'],
    finds: ['info 1:1'],
  },
  {
    it: 'not one that does not parse',
    texts: ['nonsense;'],
    finds: [],
  },
]);

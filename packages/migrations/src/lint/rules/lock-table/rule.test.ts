import { testRule } from '../../lint.fixture.ts';

testRule('lock-table', [
  {
    it: 'strong modes',
    texts: ['LOCK "User";\nLOCK TABLE "User" IN SHARE MODE;'],
    finds: ['warning 1:1', 'warning 2:1'],
  },
  {
    it: 'not weak ones',
    texts: ['LOCK TABLE "User" IN ACCESS SHARE MODE;'],
    finds: [],
  },
]);

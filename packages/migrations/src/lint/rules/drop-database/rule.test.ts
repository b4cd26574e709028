import { testRule } from '../../lint.fixture.ts';

testRule('drop-database', [
  {
    it: 'either way',
    texts: ['SELECT 1;'],
    down: 'DROP DATABASE IF EXISTS shop;',
    finds: ['down error 1:1'],
  },
  { it: 'not a schema', texts: ['DROP SCHEMA shop;'], finds: [] },
]);

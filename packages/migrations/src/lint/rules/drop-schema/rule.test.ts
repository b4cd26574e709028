import { testRule } from '../../lint.fixture.ts';

testRule('drop-schema', [
  {
    it: 'with CASCADE',
    texts: ['DROP SCHEMA IF EXISTS a, b CASCADE;'],
    finds: ['error 1:1'],
    says: /a, b/,
  },
  {
    it: 'without',
    texts: ['DROP SCHEMA a;'],
    finds: ['warning 1:1'],
  },
]);

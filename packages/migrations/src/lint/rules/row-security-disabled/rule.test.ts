import { testRule } from '../../lint.fixture.ts';

testRule('row-security-disabled', [
  {
    it: 'both ways',
    texts: [
      'ALTER TABLE "User" DISABLE ROW LEVEL SECURITY;\nALTER TABLE "User" NO FORCE ROW LEVEL SECURITY;',
    ],
    finds: ['error 1:20', 'error 2:20'],
  },
  {
    it: 'not turning it on',
    texts: ['ALTER TABLE "User" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;'],
    finds: [],
  },
]);

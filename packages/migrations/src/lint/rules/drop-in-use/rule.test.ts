import { testRule } from '../../lint.fixture.ts';

testRule('drop-in-use', [
  {
    it: 'each kind',
    texts: ['DROP VIEW v;\nDROP FUNCTION f();\nDROP TRIGGER t ON "User";\nDROP SEQUENCE s;'],
    finds: ['warning 1:1', 'warning 2:1', 'warning 3:1', 'warning 4:1'],
  },
  {
    it: 'grants that do not come back',
    texts: ['DROP VIEW v;\nCREATE VIEW v AS SELECT 1;'],
    finds: ['warning 1:1'],
    says: /its grants are not/,
  },
  { it: 'not a table, which has a rule of its own', texts: ['DROP TABLE "User";'], finds: [] },
]);

import { testRule } from '../../lint.fixture.ts';

testRule('privilege-revoked', [
  { it: 'a REVOKE', texts: ['REVOKE INSERT ON "User" FROM app;'], finds: ['warning 1:1'] },
  {
    it: 'not on a table made here, nor a GRANT',
    texts: ['CREATE TABLE t (a int8); REVOKE ALL ON t FROM app; GRANT SELECT ON "User" TO app;'],
    finds: [],
  },
]);

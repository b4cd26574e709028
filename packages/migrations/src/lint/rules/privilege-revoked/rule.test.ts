import { testRule } from '../../lint.fixture.ts';

testRule('privilege-revoked', [
  { it: 'a REVOKE', texts: ['REVOKE INSERT ON "User" FROM app;'], finds: ['warning 1:1'] },
  {
    it: 'of a function, and of membership in a role',
    texts: ['REVOKE EXECUTE ON FUNCTION f() FROM PUBLIC;\nREVOKE app FROM anna;'],
    finds: ['warning 1:1', 'warning 2:1'],
  },
  {
    it: 'not from a function made here, nor where all is given back',
    texts: [
      'CREATE FUNCTION g() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;\nREVOKE ALL ON FUNCTION g() FROM PUBLIC;\nREVOKE INSERT ON "User" FROM app;\nGRANT ALL ON "User" TO app;',
    ],
    finds: [],
  },
  {
    it: 'not on a table made here, nor a GRANT',
    texts: ['CREATE TABLE t (a int8); REVOKE ALL ON t FROM app; GRANT SELECT ON "User" TO app;'],
    finds: [],
  },
  {
    it: 'not on a table that the same file made, under another name',
    texts: ['CREATE TABLE n (id INT);\nALTER TABLE n RENAME TO m;\nREVOKE ALL ON m FROM reader;'],
    finds: [],
  },
]);

import { testRule } from '../../lint.fixture.ts';

const made = 'CREATE VIEW v AS SELECT 1 AS a;\nGRANT SELECT ON v TO app, reader;';
const again = 'DROP VIEW v;\nCREATE VIEW v AS SELECT 2 AS a;';

testRule('grants-lost', [
  {
    it: 'those of the history, with the statement that gives them back',
    texts: [made, again],
    finds: ['error 1:1'],
    says: /app, reader may do nothing[\s\S]*GRANT SELECT ON v TO app, reader;/,
  },
  {
    it: 'not where they are given again, or the schema is granted as a whole',
    texts: [
      made,
      `${again}\nGRANT SELECT ON v TO app;\nGRANT SELECT ON ALL TABLES IN SCHEMA public TO reader;`,
    ],
    finds: [],
  },
  {
    it: 'those that are left, where some are given again',
    texts: [made, `${again}\nGRANT SELECT ON v TO app;`],
    finds: ['error 1:1'],
  },
  {
    it: 'those on all tables of the schema, and on functions',
    texts: [
      'CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;\nGRANT EXECUTE ON FUNCTION f() TO app;\nGRANT SELECT ON ALL TABLES IN SCHEMA public TO app;',
      'DROP FUNCTION f();\nCREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 2 $$;\nDROP TABLE "Post";\nCREATE TABLE "Post" (id int);',
    ],
    finds: ['error 1:1', 'error 3:1'],
  },
  {
    it: 'neither what was taken away before, nor what default privileges give',
    texts: [
      `${made}\nREVOKE ALL ON v FROM app, reader;\nCREATE VIEW w AS SELECT 1 AS a;\nGRANT SELECT ON w TO app;`,
      `${again}\nALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO app;\nDROP VIEW w;\nCREATE VIEW w AS SELECT 1 AS a;`,
    ],
    finds: [],
  },
  {
    it: 'not where nothing is made again, which breaks code by itself',
    texts: [made, 'DROP VIEW v;'],
    finds: [],
  },
]);

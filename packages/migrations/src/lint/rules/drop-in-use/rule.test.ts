import { testRule } from '../../lint.fixture.ts';

const made = 'CREATE VIEW v AS SELECT 1 AS a;\nCREATE VIEW w AS SELECT 1 AS a;';

testRule('drop-in-use', [
  {
    it: 'each kind',
    texts: ['DROP VIEW v;\nDROP FUNCTION f();\nDROP TRIGGER t ON "User";\nDROP SEQUENCE s;\nDROP ROUTINE r;'],
    finds: ['warning 1:1', 'warning 2:1', 'warning 3:1', 'warning 4:1', 'warning 5:1'],
    says: /the function f /,
  },
  {
    it: 'not what is made again, whatever its kind',
    texts: [
      `${made}\nCREATE TABLE t (a int);`,
      'DROP VIEW v;\nDROP VIEW w;\nCREATE VIEW w AS SELECT 2 AS a;\nDROP TRIGGER x ON t;\nCREATE TRIGGER x AFTER INSERT ON t EXECUTE FUNCTION f();\nCREATE MATERIALIZED VIEW v AS SELECT 1 AS a;',
    ],
    finds: [],
  },
  {
    it: 'another of the same kind is not the same again',
    texts: [made, 'DROP VIEW v;\nCREATE VIEW u AS SELECT 1 AS a;'],
    finds: ['warning 1:1'],
    says: /the view v /,
  },
  {
    it: 'the time between, in a file without a transaction',
    texts: [
      made,
      '-- agora: no-transaction\nDROP VIEW v;\nCREATE VIEW v AS SELECT 2 AS a;\nBEGIN;\nDROP VIEW w;\nCREATE VIEW w AS SELECT 2 AS a;\nCOMMIT;\nCREATE INDEX CONCURRENTLY i ON "User" (name);',
    ],
    finds: ['warning 2:1'],
    says: /until it is made again/,
  },
  {
    it: 'neither what the same file made, nor a function that only triggers call',
    texts: [
      'CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;',
      'CREATE VIEW x AS SELECT 1 AS a;\nDROP VIEW x;\nDROP FUNCTION touch();',
    ],
    finds: [],
  },
  {
    it: 'what no migration makes, without the claim that code uses it',
    texts: ['DROP VIEW IF EXISTS v;\nDROP FUNCTION IF EXISTS f();'],
    finds: ['warning 1:1', 'warning 2:1'],
    says: /^No migration makes the view v: [\s\S]*No migration makes the function f: /,
  },
  {
    it: 'what a migration makes, though IF EXISTS stands there',
    texts: [made, 'DROP VIEW IF EXISTS v;'],
    finds: ['warning 1:1'],
    says: /^Code that still uses the view v /,
  },
  { it: 'not a table, which has a rule of its own', texts: ['DROP TABLE "User";'], finds: [] },
  {
    it: 'neither what the same file made under another name, nor what another takes the name of',
    texts: [
      made,
      'CREATE VIEW n AS SELECT 1;\nALTER VIEW n RENAME TO o;\nDROP VIEW o;\nCREATE VIEW v2 AS SELECT 2 AS a;\nDROP VIEW v;\nALTER VIEW v2 RENAME TO v;\nALTER VIEW w RENAME TO w_old;\nCREATE VIEW w AS SELECT 2 AS a;\nDROP VIEW w_old;',
    ],
    finds: [],
  },
]);

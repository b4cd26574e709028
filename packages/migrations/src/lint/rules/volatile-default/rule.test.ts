import { testRule } from '../../lint.fixture.ts';

testRule('volatile-default', [
  {
    it: 'volatile functions',
    texts: [
      'ALTER TABLE "User" ADD COLUMN a UUID DEFAULT gen_random_uuid();\nALTER TABLE "User" ADD COLUMN b TIMESTAMP DEFAULT clock_timestamp();\nALTER TABLE "User" ADD COLUMN c FLOAT DEFAULT random();\nALTER TABLE "User" ADD COLUMN d INT DEFAULT nextval(\'s\');\nALTER TABLE "User" ADD COLUMN e UUID DEFAULT public.uuid_generate_v4();',
    ],
    finds: ['error 1:38', 'error 2:43', 'error 3:39', 'error 4:37', 'error 5:38'],
  },
  {
    it: 'stable and constant ones',
    texts: [
      "ALTER TABLE \"User\" ADD COLUMN a TIMESTAMP DEFAULT now(), ADD COLUMN b TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP, ADD COLUMN c JSONB DEFAULT '{}', ADD COLUMN d TEXT[] DEFAULT ARRAY[]::TEXT[], ADD COLUMN e TEXT DEFAULT lower('A'), ADD COLUMN f DATE DEFAULT CURRENT_DATE, ADD COLUMN g TIMESTAMPTZ DEFAULT timezone('utc', now()), ADD COLUMN h TEXT DEFAULT current_setting('app.tenant', true);",
    ],
    finds: [],
  },
  {
    it: 'hidden inside an expression',
    texts: ['ALTER TABLE "User" ADD COLUMN a TEXT DEFAULT \'u_\' || substr(md5(random()::text), 1, 8);'],
    finds: ['error 1:38'],
    says: /random\(\) is volatile/,
  },
  {
    it: 'a function of the history, by its declaration',
    texts: [
      'CREATE FUNCTION steady() RETURNS INT LANGUAGE sql IMMUTABLE AS $$ SELECT 1 $$;\nCREATE FUNCTION shaky() RETURNS INT LANGUAGE sql AS $$ SELECT 1 $$;',
      'ALTER TABLE "User" ADD COLUMN a INT DEFAULT steady();\nALTER TABLE "User" ADD COLUMN b INT DEFAULT shaky();',
    ],
    finds: ['error 2:37'],
    says: /as this history creates it/,
  },
  {
    it: 'a function nobody knows is a warning',
    texts: ['ALTER TABLE "User" ADD COLUMN a INT DEFAULT mystery();'],
    finds: ['warning 1:37'],
  },
  {
    it: 'SET DEFAULT touches no row',
    texts: ['ALTER TABLE "User" ALTER COLUMN name SET DEFAULT gen_random_uuid();'],
    finds: [],
  },
]);

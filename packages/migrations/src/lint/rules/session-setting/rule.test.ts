import { testRule } from '../../lint.fixture.ts';

testRule('session-setting', [
  {
    it: 'SET stays',
    texts: ["SET lock_timeout = '5s';"],
    finds: ['info 1:1'],
    says: /Under prisma migrate deploy[\s\S]*SET LOCAL lock_timeout = '5s'/,
  },
  {
    it: 'SET LOCAL does not',
    texts: ["SET LOCAL lock_timeout = '5s';"],
    finds: [],
  },
  {
    it: 'unless there is no transaction for it',
    texts: ['SET LOCAL lock_timeout = \'5s\';\nCREATE INDEX CONCURRENTLY i ON "User"(age);'],
    finds: ['warning 1:1'],
    says: /does nothing/,
  },
  {
    it: 'or the file brings one',
    texts: [
      "SELECT 1;\nBEGIN;\nSET LOCAL lock_timeout = '5s';\nSAVEPOINT s;\nSET LOCAL statement_timeout = 3;\nCOMMIT;\nSET LOCAL work_mem = '1MB';\nCREATE INDEX CONCURRENTLY i ON \"User\"(age);",
    ],
    finds: ['warning 7:1'],
    says: /work_mem/,
  },
  {
    it: 'what holds anyway, as pg_dump writes it',
    texts: [
      "SET statement_timeout = 0;\nSET client_encoding = 'UTF8';\nSET standard_conforming_strings = on;\nSET xmloption = content;\nSET default_tablespace = '';\nSET search_path = public;\nSET check_function_bodies = false;",
    ],
    finds: ['info 7:1'],
  },
  {
    it: 'not FROM CURRENT, which a semicolon too many has cut off from its function',
    texts: ["CREATE FUNCTION f() RETURNS int AS 'SELECT 1' LANGUAGE sql;\nSET search_path FROM CURRENT;"],
    finds: [],
  },
  {
    it: 'RESET later takes it back',
    texts: ["SET lock_timeout = '5s';\nSELECT 1;\nRESET lock_timeout;"],
    finds: [],
  },
  {
    it: 'what pg_dump writes empties the search_path',
    texts: ["SELECT pg_catalog.set_config('search_path', '', false);"],
    finds: ['warning 1:1'],
    says: /set_config\('search_path', '', true\)/,
  },
  {
    it: 'set_config for the transaction',
    texts: ["SELECT set_config('search_path', 'app', true);"],
    finds: [],
  },
]);

import { testRule } from '../../lint.fixture.ts';

testRule('session-setting', [
  {
    it: 'SET stays',
    texts: ["SET lock_timeout = '5s';"],
    finds: ['warning 1:1'],
    says: /SET LOCAL lock_timeout = '5s'/,
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
    it: 'RESET later takes it back',
    texts: ["SET lock_timeout = '5s';\nSELECT 1;\nRESET lock_timeout;"],
    finds: [],
  },
  {
    it: 'what pg_dump writes empties the search_path',
    texts: ["SELECT pg_catalog.set_config('search_path', '', false);"],
    finds: ['error 1:1'],
    says: /set_config\('search_path', '', true\)/,
  },
  {
    it: 'set_config for the transaction',
    texts: ["SELECT set_config('search_path', 'app', true);"],
    finds: [],
  },
]);

import { testRule } from '../../lint.fixture.ts';

testRule('password-in-migration', [
  {
    it: 'created or changed',
    texts: ["CREATE USER a WITH PASSWORD 'x';\nALTER ROLE a PASSWORD 'y';"],
    finds: ['error 1:20', 'error 2:14'],
  },
  {
    it: 'not PASSWORD NULL',
    texts: ['ALTER ROLE a PASSWORD NULL;'],
    finds: [],
  },
]);

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
  {
    it: 'of another server',
    texts: [
      "CREATE USER MAPPING FOR a SERVER s OPTIONS (user 'x', password 'y');\nALTER USER MAPPING FOR a SERVER s OPTIONS (SET password 'z');\nCREATE USER MAPPING FOR b SERVER s OPTIONS (user 'x');",
    ],
    finds: ['error 1:55', 'error 2:48'],
  },
  {
    it: 'in the connection of a subscription',
    texts: ["CREATE SUBSCRIPTION s CONNECTION 'host=x password=y' PUBLICATION p;"],
    finds: ['error 1:23'],
  },
  {
    it: 'not in one without',
    texts: ["CREATE SUBSCRIPTION s CONNECTION 'host=x passfile=/p' PUBLICATION p;"],
    finds: [],
  },
]);

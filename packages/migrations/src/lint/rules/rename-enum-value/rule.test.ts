import { testRule } from '../../lint.fixture.ts';

testRule('rename-enum-value', [
  {
    it: 'an existing one',
    texts: ["ALTER TYPE \"Role\" RENAME VALUE 'USER' TO 'MEMBER';"],
    finds: ['error 1:1'],
    says: /@map\("USER"\)/,
  },
  {
    it: 'not of a new type',
    texts: ["CREATE TYPE t AS ENUM ('a');\nALTER TYPE t RENAME VALUE 'a' TO 'b';"],
    finds: [],
  },
]);

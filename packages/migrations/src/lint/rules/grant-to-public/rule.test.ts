import { testRule } from '../../lint.fixture.ts';

testRule('grant-to-public', [
  {
    it: 'a grant and a default',
    texts: [
      'GRANT SELECT ON "User" TO PUBLIC;\nALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO PUBLIC;',
    ],
    finds: ['error 1:1', 'error 2:1'],
    says: /TO <role>/,
  },
  {
    it: 'not to a role, nor REVOKE',
    texts: ['GRANT SELECT ON "User" TO reporting;\nREVOKE ALL ON "User" FROM PUBLIC;'],
    finds: [],
  },
]);

import { testRule } from '../../lint.fixture.ts';

testRule('rename-column', [
  {
    it: 'an existing one',
    texts: ['ALTER TABLE "User" RENAME "name" TO "fullName";'],
    finds: ['error 1:1'],
    says: /@map\("name"\)/,
  },
  {
    it: 'not one just added, nor of a view',
    texts: [
      'ALTER TABLE "User" ADD COLUMN x TEXT;\nALTER TABLE "User" RENAME COLUMN x TO y;\nALTER VIEW v RENAME COLUMN a TO b;',
    ],
    finds: [],
  },
]);

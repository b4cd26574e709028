import { testRule } from '../../lint.fixture.ts';

const on = 'ALTER TABLE "User" ENABLE ROW LEVEL SECURITY;';

testRule('row-security-without-policy', [
  { it: 'no policy at all', texts: [on], finds: ['error 1:20'] },
  {
    it: 'not with one in the same file',
    texts: [`${on}\nCREATE POLICY p ON "User" USING (true);`],
    finds: [],
  },
  { it: 'not with one from before', texts: ['CREATE POLICY p ON "User" USING (true);', on], finds: [] },
  {
    it: 'but with one that is gone',
    texts: ['CREATE POLICY p ON "User" USING (true); DROP POLICY p ON "User";', on],
    finds: ['error 1:20'],
  },
  {
    it: 'not on a new table',
    texts: ['CREATE TABLE t (a int8); ALTER TABLE t ENABLE ROW LEVEL SECURITY;'],
    finds: [],
  },
  {
    it: 'with one that only takes away',
    texts: [`CREATE POLICY p ON "User" AS RESTRICTIVE USING (true);\n${on}`],
    finds: ['error 2:20'],
  },
  {
    it: 'with one that the same file drops',
    texts: [`CREATE POLICY p ON "User" USING (true);\n${on}\nDROP POLICY p ON public."User";`],
    finds: ['error 2:20'],
  },
  {
    it: 'when the last one goes, and not when another takes its place',
    texts: [
      `CREATE POLICY p ON "User" USING (true);\nCREATE POLICY p ON "Post" USING (true);\n${on}\nALTER TABLE "Post" ENABLE ROW LEVEL SECURITY;`,
      'DROP POLICY p ON "User";\nDROP POLICY p ON "Post";\nCREATE POLICY q ON "Post" USING (true);',
    ],
    finds: ['error 1:1'],
    says: /its last policy is dropped/,
  },
  {
    it: 'not with one that came along when the table was renamed',
    texts: [
      'CREATE POLICY p ON "User" USING (true);',
      'ALTER TABLE "User" RENAME TO "Person";\nALTER TABLE "Person" SET SCHEMA app;\nALTER TABLE app."Person" ENABLE ROW LEVEL SECURITY;',
    ],
    finds: [],
  },
]);

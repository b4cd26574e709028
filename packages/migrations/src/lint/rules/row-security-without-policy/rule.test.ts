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
]);

import { testRule } from '../../lint.fixture.ts';

testRule('rename-table', [
  {
    it: 'an existing one',
    texts: ['ALTER TABLE "Post" RENAME TO "Article";'],
    finds: ['error 1:1'],
    says: /CREATE VIEW "Post"/,
  },
  {
    it: 'moved to another schema',
    texts: ['ALTER TABLE "Post" SET SCHEMA blog;'],
    finds: ['error 1:1'],
  },
  {
    it: 'not an index, a type, or a new table',
    texts: [
      'ALTER INDEX "Post_title_idx" RENAME TO i;\nALTER TYPE "Role" RENAME TO "Role_old";\nCREATE TABLE t (a INT);\nALTER TABLE t RENAME TO u;',
    ],
    finds: [],
  },
]);

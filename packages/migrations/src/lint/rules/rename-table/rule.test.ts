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
    it: 'not an index, a sequence, or a new table',
    texts: [
      'ALTER INDEX "Post_title_idx" RENAME TO i;\nALTER SEQUENCE s RENAME TO s2;\nCREATE TABLE t (a INT);\nALTER TABLE t RENAME TO u;',
    ],
    finds: [],
  },
  {
    it: 'a view, a function, an enum and a schema, by RENAME or SET SCHEMA',
    texts: [
      'CREATE VIEW v AS SELECT 1; CREATE SCHEMA app;',
      'ALTER VIEW public.v RENAME TO w;\nALTER FUNCTION f(int) RENAME TO g;\nALTER TYPE "Role" RENAME TO "Kind";\nALTER SCHEMA app RENAME TO store;\nALTER MATERIALIZED VIEW m SET SCHEMA app;\nALTER TYPE public."Kind" SET SCHEMA app;',
    ],
    finds: ['error 1:1', 'error 2:1', 'error 3:1', 'error 4:1', 'error 5:1', 'error 6:1'],
    says: /the view public\.v to public\.w[\s\S]*the enum Role to Kind/,
  },
  {
    it: 'not where another takes the name in the same transaction, nor what the same file made',
    texts: [
      'CREATE VIEW v AS SELECT 1;',
      'ALTER VIEW v RENAME TO v_old;\nCREATE VIEW v AS SELECT 2;\nCREATE TYPE "Role_new" AS ENUM (\'USER\');\nALTER TYPE "Role" RENAME TO "Role_old";\nALTER TYPE "Role_new" RENAME TO "Role";\nCREATE FUNCTION h() RETURNS int LANGUAGE sql AS \'SELECT 1\';\nALTER FUNCTION h() RENAME TO i;',
    ],
    finds: [],
  },
  {
    it: 'not an enum of an earlier file that takes the place of another',
    texts: [
      'CREATE TYPE "Role_new" AS ENUM (\'USER\');',
      'ALTER TYPE "Role" RENAME TO "Role_old";\nALTER TYPE "Role_new" RENAME TO "Role";',
    ],
    finds: [],
  },
]);

import { testRule } from '../../lint.fixture.ts';

testRule('drop-add-column', [
  {
    it: 'in one ALTER TABLE',
    texts: ['ALTER TABLE "User" DROP COLUMN "name",\nADD COLUMN     "fullName" VARCHAR(20);'],
    finds: ['error 1:20'],
    says: /RENAME COLUMN "name" TO "fullName"/,
  },
  {
    it: 'in two, the other way round',
    texts: ['ALTER TABLE "User" ADD COLUMN age_in_years INTEGER;\nALTER TABLE "User" DROP COLUMN age;'],
    finds: ['error 2:20'],
  },
  {
    it: 'not two of a type that have nothing else in common',
    texts: ['ALTER TABLE "User" ADD COLUMN logins INTEGER;\nALTER TABLE "User" DROP COLUMN age;'],
    finds: [],
  },
  {
    it: 'each added column at most once, like names first',
    texts: [
      'ALTER TABLE "User" DROP COLUMN id, DROP COLUMN email;\nALTER TABLE "User" ADD COLUMN "emailAddress" TEXT;',
    ],
    finds: ['error 1:36'],
    says: /email is dropped and emailAddress/,
  },
  {
    it: 'not of another type',
    texts: ['ALTER TABLE "User" DROP COLUMN age, ADD COLUMN bio TEXT;'],
    finds: [],
  },
  {
    it: 'not in another table',
    texts: ['ALTER TABLE "User" DROP COLUMN age;\nALTER TABLE "Post" ADD COLUMN age INTEGER;'],
    finds: [],
  },
  {
    it: 'of an unknown table, by the likeness of the names',
    texts: [
      'ALTER TABLE old DROP COLUMN "userName", ADD COLUMN "user_name" TEXT, DROP COLUMN x, ADD COLUMN y TEXT;',
    ],
    finds: ['error 1:17'],
  },
  {
    it: 'not where the values are carried over',
    texts: [
      'ALTER TABLE "User" ADD COLUMN "nameFull" VARCHAR(20);\nUPDATE "User" SET "nameFull" = upper(name);\nALTER TABLE "User" DROP COLUMN name;',
    ],
    finds: [],
  },
  {
    it: 'not the same column made anew',
    texts: ['ALTER TABLE "User" DROP COLUMN age, ADD COLUMN age BIGINT;'],
    finds: [],
  },
]);

import { testRule } from '../../lint.fixture.ts';

testRule('check-not-valid', [
  {
    it: 'without a name',
    texts: ['ALTER TABLE "User" ADD CHECK (age > 0);'],
    finds: ['error 1:20'],
    says: /ADD CONSTRAINT "User_check" CHECK \(age > 0\) NOT VALID/,
  },
  {
    it: 'at a new column',
    texts: ['ALTER TABLE "User" ADD COLUMN a INT CHECK (a > 0);'],
    finds: ['error 1:20'],
  },
  {
    it: 'not NOT VALID, nor on a new table',
    texts: [
      'ALTER TABLE "User" ADD CONSTRAINT c CHECK (age > 0) NOT VALID;\nCREATE TABLE t (a INT);\nALTER TABLE t ADD CHECK (a > 0);',
    ],
    finds: [],
  },
]);

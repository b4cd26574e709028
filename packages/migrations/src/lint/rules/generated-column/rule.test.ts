import { testRule } from '../../lint.fixture.ts';

testRule('generated-column', [
  {
    it: 'serial, identity, stored',
    texts: [
      'ALTER TABLE "User" ADD COLUMN a SERIAL;\nALTER TABLE "User" ADD COLUMN b BIGINT GENERATED ALWAYS AS IDENTITY;\nALTER TABLE "User" ADD COLUMN c INT GENERATED ALWAYS AS (age * 2) STORED;',
    ],
    finds: ['error 1:20', 'error 2:20', 'error 3:20'],
  },
  {
    it: 'not virtual',
    texts: ['ALTER TABLE "User" ADD COLUMN c INT GENERATED ALWAYS AS (age * 2) VIRTUAL;'],
    finds: [],
  },
  {
    it: 'a domain with a constraint',
    texts: [
      'CREATE DOMAIN plain AS TEXT;\nCREATE DOMAIN short AS TEXT CHECK (length(VALUE) < 9);',
      'ALTER TABLE "User" ADD COLUMN a plain;\nALTER TABLE "User" ADD COLUMN b short;',
    ],
    finds: ['error 2:20'],
  },
  {
    it: 'another expression, but not of a VIRTUAL column',
    texts: [
      'ALTER TABLE "User" ADD v TEXT GENERATED ALWAYS AS (lower("email")) VIRTUAL;',
      'ALTER TABLE "User" ALTER v SET EXPRESSION AS (upper("email"));\nALTER TABLE "User" ALTER s SET EXPRESSION AS (upper("email"));',
    ],
    finds: ['error 2:20'],
  },
]);

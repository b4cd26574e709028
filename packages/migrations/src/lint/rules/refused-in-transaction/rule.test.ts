import { testRule } from '../../lint.fixture.ts';

testRule('refused-in-transaction', [
  {
    it: 'inside BEGIN and COMMIT',
    texts: ['BEGIN;\nVACUUM "User";\nCOMMIT;'],
    finds: ['error 2:1'],
  },
  {
    it: 'inside a DO block',
    texts: ['DO $$ BEGIN\n  CREATE INDEX CONCURRENTLY i ON "User"(age);\nEND $$;'],
    finds: ['error 2:3'],
  },
  {
    it: 'not after COMMIT',
    texts: ['BEGIN;\nSELECT 1;\nCOMMIT;\nVACUUM "User";'],
    finds: [],
  },
  {
    it: 'REFRESH MATERIALIZED VIEW CONCURRENTLY takes a transaction',
    texts: ['BEGIN;\nREFRESH MATERIALIZED VIEW CONCURRENTLY v;\nCOMMIT;'],
    finds: [],
  },
]);

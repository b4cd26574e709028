import { testRule } from '../../lint.fixture.ts';

testRule('require-concurrent-partition-detach', [
  {
    it: 'a plain DETACH',
    texts: ['ALTER TABLE log DETACH PARTITION log_2020;'],
    finds: ['error 1:17'],
    says: /ALTER TABLE log DETACH PARTITION log_2020 CONCURRENTLY;/,
  },
  { it: 'not CONCURRENTLY', texts: ['ALTER TABLE log DETACH PARTITION log_2020 CONCURRENTLY;'], finds: [] },
  {
    it: 'not of a table made here',
    texts: [
      'CREATE TABLE log (at date) PARTITION BY RANGE (at);\nCREATE TABLE log_2020 PARTITION OF log DEFAULT;\nALTER TABLE log DETACH PARTITION log_2020;',
    ],
    finds: [],
  },
]);

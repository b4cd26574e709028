import { testRule } from '../../lint.fixture.ts';

const parts =
  "CREATE TABLE log (at date NOT NULL, b int) PARTITION BY RANGE (at);\nCREATE TABLE log_1 PARTITION OF log FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');\nCREATE INDEX log_at ON log (at);\nCREATE INDEX log_1_b ON log_1 (b);";

testRule('concurrently-refused', [
  {
    it: 'an index of the whole, with the way by its partitions',
    texts: [parts, 'CREATE UNIQUE INDEX CONCURRENTLY log_b ON log (b);'],
    finds: ['error 1:1'],
    says: /CREATE UNIQUE INDEX log_b ON ONLY log \(b\);[\s\S]*ATTACH PARTITION/,
  },
  {
    it: 'the end of one',
    texts: [parts, 'DROP INDEX CONCURRENTLY log_at;'],
    finds: ['error 1:1'],
    says: /\nDROP INDEX log_at;/,
  },
  {
    it: 'not on a partition',
    texts: [parts, 'CREATE INDEX CONCURRENTLY x ON log_1 (at);', 'DROP INDEX CONCURRENTLY log_1_b;'],
    finds: [],
  },
]);

import { testRule } from '../../lint.fixture.ts';

const log = `CREATE TABLE "Log" (id INT NOT NULL, day DATE NOT NULL, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
CREATE TABLE "Old" (id INT NOT NULL, day DATE NOT NULL, PRIMARY KEY (id, day));`;
const attach = `ALTER TABLE "Log" ATTACH PARTITION "Old" FOR VALUES FROM ('2030-01-01') TO ('2031-01-01');`;

testRule('partition-reads-rows', [
  {
    it: 'tells a table that is attached',
    texts: [log, attach],
    finds: ['warning 1:19'],
    says: /compared with the bounds/,
  },
  {
    it: 'tells indexes that it lacks',
    texts: [`${log} CREATE INDEX by_day ON "Log" (day);`, attach],
    finds: ['warning 1:19'],
    says: /indexes of Log that it lacks are built/,
  },
  {
    it: 'is silent where a CHECK is validated',
    texts: [
      log,
      `ALTER TABLE "Old" ADD CONSTRAINT bounds CHECK (day >= '2030-01-01') NOT VALID;`,
      'ALTER TABLE "Old" VALIDATE CONSTRAINT bounds;',
      attach,
    ],
    finds: [],
  },
  {
    it: 'is silent where the same migration makes the table',
    texts: ['SELECT 1;', `${log}\n${attach}`],
    finds: [],
  },
  {
    it: 'tells that the DEFAULT partition is looked through',
    texts: [
      `${log} CREATE TABLE "Rest" PARTITION OF "Log" DEFAULT;`,
      `CREATE TABLE "New" PARTITION OF "Log" FOR VALUES FROM ('2030-01-01') TO ('2031-01-01');`,
    ],
    finds: ['warning 1:1'],
    says: /DEFAULT partition Rest/,
  },
  {
    it: 'is silent once that is detached',
    texts: [
      `${log} CREATE TABLE "Rest" PARTITION OF "Log" DEFAULT;`,
      'ALTER TABLE "Log" DETACH PARTITION "Rest";',
      `CREATE TABLE "New" PARTITION OF "Log" FOR VALUES FROM ('2030-01-01') TO ('2031-01-01');`,
    ],
    finds: [],
  },
]);

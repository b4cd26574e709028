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
    it: 'tells an index that another number of indexes hides, and a key that is an index alone',
    texts: [
      `${log.replace(/PRIMARY KEY \(id, day\)\);$/, 'CHECK (day > now()));')} CREATE UNIQUE INDEX ON "Old" (id, day); CREATE INDEX ON "Old" (id);`,
      attach,
    ],
    finds: ['warning 1:19'],
    says: /that it lacks are built/,
  },
  {
    it: 'tells a foreign key that it lacks, and a CHECK of another column',
    texts: [
      `CREATE TABLE "User" (id INT PRIMARY KEY); ${log} ALTER TABLE "Old" ADD CHECK (day > '2030-01-01'); ALTER TABLE "Log" ADD FOREIGN KEY (id) REFERENCES "User";`,
      attach,
    ],
    finds: ['warning 1:19'],
    says: /compared with the bounds/,
  },
  {
    it: 'tells a CHECK that is not of the columns of the bounds',
    texts: [`${log} ALTER TABLE "Old" ADD CHECK (id > 0);`, attach],
    finds: ['warning 1:19'],
    says: /compared with the bounds/,
  },
  {
    it: 'is silent where the CHECK itself says that there is no NULL, and of a DEFAULT partition beside no other',
    texts: [
      'CREATE TABLE kv (k TEXT) PARTITION BY LIST (k); CREATE TABLE a (k TEXT, CHECK (k IS NOT NULL AND k = $$a$$)); CREATE TABLE rest (k TEXT);',
      'ALTER TABLE kv ATTACH PARTITION rest DEFAULT;',
      'ALTER TABLE kv DETACH PARTITION rest;',
      'ALTER TABLE kv ATTACH PARTITION a FOR VALUES IN ($$a$$);',
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

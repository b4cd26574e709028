import { testServerUrl } from '@agora/testkit';
import { expect, it } from 'vitest';

import { makeScript, type Migration } from '../../project/folder.ts';
import type { MigrationReport } from './findings.ts';
import { walkHistory } from './verify.ts';

/** The column before, what the script does to it (`t` is its table), and whether every value comes back. */
type Change = readonly [before: string, script: string, kept: boolean];

const NUMBERS: readonly Change[] = [
  ['c numeric(10,2)', 'ALTER TABLE t ALTER c TYPE bigint USING round(c * 100)::bigint', true],
  [
    'c numeric(10,2)',
    'ALTER TABLE t ADD d bigint; UPDATE t SET d = (c * 100)::bigint; ALTER TABLE t DROP c',
    true,
  ],
  ['c int', 'ALTER TABLE t ALTER c TYPE numeric(12,2) USING c / 100.0', true],
  ['c int', 'UPDATE t SET c = c / 2', false],
  ['c int', 'UPDATE t SET c = c * 3 + 1', true],
  ['c numeric(10,2)', 'UPDATE t SET c = c * 1.19', true],
  ['c numeric(10,2)', 'UPDATE t SET c = c * 0.9', false],
  ['c numeric(10,2)', 'UPDATE t SET c = c * 0.99', false],
  ['c numeric', 'ALTER TABLE t ALTER c TYPE bigint USING (c * 1000000)::bigint', false],
  ['c double precision', 'ALTER TABLE t ALTER c TYPE int USING round(c * 1000)::int', false],
  ['c double precision', 'UPDATE t SET c = c * 1.2', false],
  ['c real', 'UPDATE t SET c = -c', true],
];

const TIMES: readonly Change[] = [
  [
    'c timestamptz',
    'ALTER TABLE t ALTER c TYPE bigint USING (extract(epoch FROM c) * 1000000)::bigint',
    true,
  ],
  ['c timestamptz', 'ALTER TABLE t ALTER c TYPE bigint USING (extract(epoch FROM c) * 1000)::bigint', false],
  ['c timestamp(3)', 'ALTER TABLE t ALTER c TYPE bigint USING (extract(epoch FROM c) * 1000)::bigint', true],
  ['c date', 'ALTER TABLE t ALTER c TYPE bigint USING extract(epoch FROM c)::bigint', true],
  ['c int', 'ALTER TABLE t ALTER c TYPE timestamptz USING to_timestamp(c)', true],
  [
    'c bigint',
    `ALTER TABLE t ALTER c TYPE timestamp(3) USING to_timestamp(c / 1000.0) AT TIME ZONE 'UTC'`,
    true,
  ],
  ['c timestamp', `UPDATE t SET c = c + interval '2 hours'`, true],
  ['c timestamp', `UPDATE t SET c = c + interval '1 month'`, false],
  ['c date', 'UPDATE t SET c = c + 7', true],
  ['c text', `ALTER TABLE t ALTER c TYPE date USING to_date(c, 'DD.MM.YYYY')`, false],
];

const LABELS: readonly Change[] = [
  ['c two NOT NULL', `ALTER TABLE t ADD d bool; UPDATE t SET d = (c = 'ON'); ALTER TABLE t DROP c`, true],
  ['c three NOT NULL', `ALTER TABLE t ADD d bool; UPDATE t SET d = (c <> 'ON'); ALTER TABLE t DROP c`, false],
  ['c text NOT NULL', `ALTER TABLE t ALTER c TYPE bool USING (c = 'ON')`, false],
  ['c text', `UPDATE t SET c = concat('p-', c)`, false],
  ['c text NOT NULL', `UPDATE t SET c = concat('p-', c)`, true],
];

/** Tables and columns that have another name by then, and code that nobody reads. */
const NAMES: readonly Change[] = [
  ['c bool NOT NULL', 'ALTER TABLE t RENAME c TO d; UPDATE t SET d = NOT d', true],
  [
    'c numeric(8,3)',
    'ALTER TABLE t RENAME c TO d; ALTER TABLE t ALTER d TYPE int USING (d * 1000)::int',
    true,
  ],
  ['c text', 'ALTER TABLE t RENAME c TO d; ALTER TABLE t ALTER d TYPE int USING d::int', false],
  ['c text', 'ALTER TABLE t RENAME c TO d; ALTER TABLE t ALTER d TYPE two USING d::two', true],
  ['c text', 'ALTER TABLE t RENAME c TO d; ALTER TABLE t ALTER d TYPE varchar(100)', false],
  ['c text', 'ALTER TABLE t RENAME TO t_new; ALTER TABLE t_new ALTER c TYPE varchar(100)', false],
  ['c text', 'ALTER TABLE t SET SCHEMA other; ALTER TABLE other.t ALTER c TYPE varchar(100)', false],
  ['c text', `DO $$ BEGIN EXECUTE 'ALTER TABLE t ALTER c TYPE varchar(100)'; END $$`, false],
  ['c text', 'ALTER TABLE t ALTER c TYPE short', false],
  ['c text[]', 'ALTER TABLE t ALTER c TYPE varchar(100)[]', false],
  ['c text', 'ALTER TABLE t ALTER c TYPE name', false],
  ['c char(5)', 'ALTER TABLE t ALTER c TYPE varchar(5)', true],
  ['c varchar(5)', 'ALTER TABLE t ALTER c TYPE varchar(10)', true],
];

const TYPES = `CREATE SCHEMA other; CREATE TYPE two AS ENUM ('ON', 'OFF'); CREATE TYPE three AS ENUM ('ON', 'OFF', 'NEW');
  CREATE DOMAIN short AS varchar(100);`;

it('shows what becomes of each column of a table that changes several', async () => {
  const history = [
    'CREATE TABLE t1 (id int PRIMARY KEY, age text, email text, bio text, joined timestamp)',
    `ALTER TABLE t1 ALTER age TYPE int USING age::int; UPDATE t1 SET email = lower(email);
     UPDATE t1 SET bio = btrim(bio); ALTER TABLE t1 ALTER joined TYPE timestamptz USING joined AT TIME ZONE 'UTC';`,
  ];
  const report = await reportOf(history);
  expect(report?.lost.toSorted()).toEqual(['age', 'bio', 'email'].map((name) => `public.t1.${name}`));
});

async function reportOf(scripts: readonly string[]): Promise<MigrationReport | undefined> {
  const history = scripts.map((sql, at): Migration => {
    const directory = `/m/${at + 1}`;
    return { name: `${at + 1}`, directory, up: makeScript(`${directory}/migration.sql`, sql) };
  });
  const [report] = await walkHistory(history, {
    adminUrl: await testServerUrl(),
    select: ({ name }) => name === '2',
    generate: () => true,
    concurrency: 1,
  });
  return report;
}

const table = (at: number): string => `t${at + 1}`;

it.each([
  ['numbers', NUMBERS],
  ['times', TIMES],
  ['labels', LABELS],
  ['other names', NAMES],
])('turns expressions round and says which values come back: %s', async (_, changes) => {
  const before = changes.map(([column], at) => `CREATE TABLE ${table(at)} (id int PRIMARY KEY, ${column});`);
  const script = changes.map(([, sql], at) => `${sql.replaceAll(/\bt(?=\b|_new)/g, table(at))};`);
  const report = await reportOf([TYPES + before.join('\n'), script.join('\n')]);
  const lost = new Set(report?.lost.map((name) => /^\w+\.(t\d+)\b/.exec(name)?.[1]));
  const wrong = changes.filter(([, , kept], at) => kept === lost.has(table(at)));
  expect({ outcome: report?.outcome, wrong }).toEqual({ outcome: 'proven with data loss', wrong: [] });
});

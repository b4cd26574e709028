import { testServerUrl } from '@agora/testkit';
import { expect, it } from 'vitest';

import { makeScript, type Migration } from '../../project/folder.ts';
import type { MigrationReport } from './findings.ts';
import { walkHistory } from './verify.ts';

const migration = (name: string, up: string, down?: string): Migration => ({
  name,
  directory: `/m/${name}`,
  up: makeScript(`/m/${name}/migration.sql`, up),
  ...(down === undefined ? {} : { down: makeScript(`/m/${name}/down.sql`, down) }),
});

async function reportOf(before: string, up: string, down?: string): Promise<MigrationReport> {
  const [report] = await walkHistory([migration('1_before', before), migration('2_change', up, down)], {
    adminUrl: await testServerUrl(),
    select: ({ name }) => name === '2_change',
    generate: (one) => one.down === undefined,
    concurrency: 1,
  });
  if (report === undefined) throw new Error('nothing was reported');
  return report;
}

/** A change of type, and whether every value comes back from it in whatever session. */
const CHANGES: readonly (readonly [from: string, to: string, using: string, kept: boolean])[] = [
  ['timestamp', 'timestamptz', 'c::timestamptz', false],
  ['timestamp(3)', 'timestamptz(3)', 'c', false],
  ['timestamptz', 'timestamp', 'c::timestamp', false],
  ['timestamp[]', 'timestamptz[]', 'c::timestamptz[]', false],
  ['clock', 'timestamptz', 'c::timestamptz', false],
  ['instant', 'timestamp', 'c::timestamp', false],
  ['date', 'timestamptz', 'c::timestamptz', false],
  ['timetz', 'time', 'c::time', false],
  ['tsrange', 'tstzrange', 'tstzrange(lower(c), upper(c))', false],
  ['timestamp', 'timestamptz', "c AT TIME ZONE 'UTC'", true],
  ['timestamptz', 'timestamp', "c AT TIME ZONE 'UTC'", true],
  ['date', 'timestamp', 'c::timestamp', true],
  ['timestamptz', 'text', 'c::text', true],
  ['interval', 'text', 'c::text', true],
  ['bytea', 'text', 'c::text', true],
  ['double precision', 'text', 'c::text', true],
  ['regtype', 'text', 'c::text', true],
  ['money', 'numeric', 'c::numeric', true],
  ['timestamptz', 'text', "to_char(c, 'YYYY-MM-DD HH24:MI')", false],
  ['timestamptz', 'timestamptz', "date_trunc('day', c)", false],
  ['text', 'text', 'c || random()::text', false],
  ['timestamptz', 'timestamptz', 'now()', false],
  ['text', 'text', 'current_user', false],
];

it('says lossless only of what every session brings back', async () => {
  const report = await reportOf(
    `CREATE DOMAIN clock AS timestamp; CREATE DOMAIN instant AS timestamptz CHECK (value < 'infinity');
     ${CHANGES.map(([from], at) => `CREATE TABLE t${at} (id int PRIMARY KEY, c ${from});`).join('\n')}`,
    CHANGES.map(([, to, using], at) => `ALTER TABLE t${at} ALTER COLUMN c TYPE ${to} USING ${using};`).join(
      '\n',
    ),
  );
  expect(report).toMatchObject({ outcome: 'proven with data loss' });
  const wrong = CHANGES.filter(
    ([, , , kept], at) => kept === report.lost.some((name) => /\d+/.exec(name)?.[0] === String(at)),
  );
  expect(wrong).toEqual([]);
  expect(report.reason).toMatch(/public\.t0\.c: only hours that summer time .*none in a session under UTC/);
});

it('brings bounds and defaults without a zone back as they are on a server under UTC', async () => {
  const history = [
    `CREATE TABLE m (at timestamptz NOT NULL DEFAULT '2024-01-01') PARTITION BY RANGE (at);
     CREATE TABLE m1 PARTITION OF m FOR VALUES FROM ('2024-02-01') TO ('2024-03-01')`,
    'DROP TABLE m1; ALTER TABLE m ALTER at DROP DEFAULT',
  ].map((sql, at) => migration(`${at + 1}`, sql));
  const reports = await walkHistory(history, {
    adminUrl: await testServerUrl(),
    generate: () => true,
    concurrency: 1,
  });
  expect(reports.map(({ outcome }) => outcome)).toEqual(['proven', 'proven with data loss']);
  const sql = reports.at(-1)?.generated?.sql;
  expect(sql).toContain("FROM ('2024-02-01 00:00:00+00') TO ('2024-03-01 00:00:00+00')");
  expect(sql).toContain("DEFAULT '2024-01-01 00:00:00+00'");
});

import { expect, test } from 'vitest';

import { withSession } from '../apply/session.ts';
import { readFolder } from '../project/folder.ts';
import { renderBackfill } from '../project/backfill-file.ts';
import { type FixtureProject, fixtureProject } from '../project.fixture.ts';
import { runBackfill } from './run-backfill.ts';
import type { BackfillOptions, BackfillResult } from './run-options.ts';

const NAME = '20260101000000_a';

async function project(
  sql: string,
  given: { setup: string; [file: string]: string },
): Promise<FixtureProject> {
  const { setup, ...files } = given;
  const made = await fixtureProject({ [NAME]: { up: 'SELECT 1;', 'backfill.sql': sql, ...files } });
  await made.query(setup);
  return made;
}

async function run(
  made: FixtureProject,
  options: BackfillOptions = {},
  wanted = NAME,
): Promise<BackfillResult> {
  const { migrations } = await readFolder(made.directory);
  const migration = migrations.find(({ name }) => name === wanted);
  if (migration?.backfill === undefined) throw new Error('There is no backfill.');
  const { backfill } = migration;
  return withSession(made.url, (session) => runBackfill(session, { ...migration, backfill }, options));
}

/** Few rows in a batch, and nothing of the machine that makes it rest. */
const many: BackfillOptions = {
  settings: { targetMs: 200, maxRows: 100, share: 1, maxLagMs: 1e9, minFreeMb: 0 },
};

const KEYS = [
  ['bigint with gaps', 'id bigint PRIMARY KEY', 'id', 'n * 7 - 4000'],
  ['uuid', 'id uuid PRIMARY KEY', 'id', 'gen_random_uuid()'],
  ['text', 'id text PRIMARY KEY', 'id', `md5(n::text) || '''"\\ é'`],
  ['text of another collation', 'id text COLLATE "C" PRIMARY KEY', 'id', 'chr(65 + n % 26) || n'],
  ['character', 'id character(8) PRIMARY KEY', 'id', 'n::text'],
  ['timestamptz', 'id timestamptz PRIMARY KEY', 'id', `now() + n * interval '1.000001 s'`],
  ['date', 'id date PRIMARY KEY', 'id', `date '2000-01-31' + n`],
  ['numeric', 'id numeric(20, 10) PRIMARY KEY', 'id', 'n / 3.0'],
  ['double precision', 'id double precision PRIMARY KEY', 'id', 'n / 3.0::double precision'],
  ['bytea', 'id bytea PRIMARY KEY', 'id', `decode(md5(n::text), 'hex')`],
  ['interval', 'id interval PRIMARY KEY', 'id', `(n - 200) * interval '1 day 1 hour'`],
  ['unique', 'id bigint NOT NULL UNIQUE', 'id', 'n'],
  ['a mixed-case name', '"Id" int PRIMARY KEY', '"Id"', 'n'],
] as const;

test('walks a table by a key of any type, each row once', async () => {
  const made = await fixtureProject();
  for (const [at, [, column, key, value]] of KEYS.entries()) {
    await made.query(`CREATE TABLE "Po st ${at}" (${column}, done int NOT NULL DEFAULT 0)`);
    await made.query(`INSERT INTO "Po st ${at}" (${key}) SELECT ${value} FROM generate_series(1, 450) AS n`);
    const file = renderBackfill({
      table: `"Po st ${at}"`,
      key: [key],
      doneWhen: `SELECT NOT EXISTS (SELECT FROM "Po st ${at}" WHERE done = 0)`,
      statement: `UPDATE "Po st ${at}" SET done = done + 1 WHERE :batch`,
    });
    await made.write({ [`2026010100000${at.toString(36)}_a`]: { up: 'SELECT 1;', 'backfill.sql': file } });
  }
  for (const [at, [kind]] of KEYS.entries()) {
    const name = `2026010100000${at.toString(36)}_a`;
    const result = await run(made, many, name);
    expect([kind, result]).toMatchObject([kind, { outcome: 'done', rows: 450, changed: 450, batches: 5 }]);
    const rows = await made.query(`SELECT done, count(*)::int AS n FROM "Po st ${at}" GROUP BY done`);
    expect([kind, rows]).toEqual([kind, [{ done: 1, n: 450 }]]);
    expect(await run(made, many, name)).toMatchObject({ outcome: 'done', batches: 0 });
  }
});

test.each([
  ['one way', 'UNIQUE (community, id)', 'PARTITION BY LIST (community)'],
  ['descending', '', ''],
])('walks by several columns: %s', async (_kind, constraint, partition) => {
  const made = await project(
    renderBackfill({
      table: 'post',
      key: ['community', 'id'],
      doneWhen: 'SELECT NOT EXISTS (SELECT FROM post WHERE done = 0)',
      statement:
        'UPDATE public.post AS p SET done = p.done + 1 FROM (SELECT 1 AS id) AS other WHERE other.id = 1 AND :batch',
    }),
    {
      setup: `CREATE TABLE post (community int NOT NULL, id int NOT NULL, done int NOT NULL DEFAULT 0${constraint && `, ${constraint}`}) ${partition};
        ${partition ? 'CREATE TABLE post_a PARTITION OF post FOR VALUES IN (1, 2); CREATE TABLE post_b PARTITION OF post DEFAULT;' : 'CREATE UNIQUE INDEX ON post (community DESC, id DESC);'}
        INSERT INTO post SELECT n % 4, n FROM generate_series(1, 450) AS n`,
    },
  );
  expect(await run(made, many)).toMatchObject({ outcome: 'done', rows: 450, changed: 450, batches: 5 });
  expect(await made.query('SELECT done, count(*)::int AS n FROM post GROUP BY done')).toEqual([
    { done: 1, n: 450 },
  ]);
});

import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { makeConfig } from '@agora/core/config';
import { withTestRole } from '@agora/testkit';
import { expect, test } from 'vitest';

import { renderBackfill, renderBackfillGuard } from '../project/backfill-file.ts';
import { type FixtureProject, fixtureProject } from '../project.fixture.ts';
import { holdBackfills, readBackfills, runBackfills } from './backfill.ts';
import { deploy } from './deploy.ts';
import { rollback } from './rollback/rollback.ts';
import { readStatus } from './status.ts';

const A = '20260102000000_a';
const B = '20260103000000_b';
const doneWhen = 'SELECT NOT EXISTS (SELECT FROM "Post" WHERE slug IS NULL)';
const sql = renderBackfill({
  table: '"Post"',
  key: ['id'],
  doneWhen,
  statement: `UPDATE "Post" SET slug = lower(title), times = times + 1 WHERE slug IS NULL AND :batch`,
});
const module = `export default {
  table: 'Post', key: ['id'], columns: ['title', 'tags'], doneWhen: ${JSON.stringify(doneWhen)}, where: 'slug IS NULL',
  forward: ({ title, tags }) => {
    if (title === 'secret 7') throw new TypeError('what is wrong with ' + title);
    return { slug: title.toLowerCase(), tags: [...tags, 'a"b\\\\\\\\', null], at: new Date(0), bytes: Buffer.from(title), data: { title } };
  },
  back: ({ tags }) => ({ tags: tags.slice(0, -2) }),
};`;

async function project(files: Record<string, string>, rows = 500): Promise<FixtureProject> {
  const made = await fixtureProject({
    '20260101000000_init': {
      up: 'CREATE TABLE "Post" (id int PRIMARY KEY, title text NOT NULL, tags text[] NOT NULL);',
      down: 'DROP TABLE "Post";',
    },
  });
  await deploy(made);
  await made.query(
    `INSERT INTO "Post" SELECT n, 'Post ' || n, ARRAY['x,y'] FROM generate_series(1, ${rows}) AS n`,
  );
  await made.write({
    [A]: {
      up: 'ALTER TABLE "Post" ADD slug text, ADD times int NOT NULL DEFAULT 0, ADD at timestamptz, ADD bytes bytea, ADD data jsonb;',
      down: 'ALTER TABLE "Post" DROP slug, DROP times, DROP at, DROP bytes, DROP data;',
      ...files,
    },
  });
  return made;
}

/** Few rows in a batch. */
const gently = makeConfig({ environments: { development: { backfill: { maxRows: 50, minFreeMb: 0 } } } })
  .environments.development;

test('a module changes rows by a function, and takes them back before down.sql', async () => {
  const made = await project({ 'backfill.mjs': module });
  const deployed = await deploy({ ...made, policy: gently });
  expect(deployed.backfills).toMatchObject([{ migration: A, outcome: 'done', rows: 500, changed: 500 }]);
  // A busy machine makes batches smaller.
  expect(deployed.backfills[0]?.batches).toBeGreaterThanOrEqual(10);
  expect(await made.query('SELECT slug, tags, at, bytes, data FROM "Post" WHERE id = 5')).toEqual([
    {
      slug: 'post 5',
      tags: ['x,y', 'a"b\\\\', null],
      at: new Date(0),
      bytes: Buffer.from('Post 5'),
      data: { title: 'Post 5' },
    },
  ]);
  const back = await rollback({ ...made, target: { steps: 1 }, acceptDataLoss: true });
  expect(back.results).toMatchObject([{ outcome: 'succeeded' }]);
  expect(await made.query(`SELECT DISTINCT tags FROM "Post"`)).toEqual([{ tags: ['x,y'] }]);
  expect((await deploy(made)).backfills).toMatchObject([{ outcome: 'done', changed: 500 }]);
});

test('a function that throws is told of without a word of the row, and the rows before it stay', async () => {
  const made = await project({ 'backfill.mjs': module });
  await made.query(`UPDATE "Post" SET title = 'secret 7' WHERE id = 77`);
  const { backfills, results } = await deploy({ ...made, policy: gently });
  expect(results).toMatchObject([{ name: A, outcome: 'succeeded' }]);
  expect(backfills).toMatchObject([
    { outcome: 'failed', changed: 50, error: { code: 'backfill.function_failed' } },
  ]);
  const told =
    JSON.stringify([backfills, await made.query('SELECT * FROM agora.backfills')]) + backfills[0]?.error?.why;
  expect(told).not.toContain('secret');
  expect(told).toMatch(/TypeError at backfill\.mjs:\d+/);
});

test('a "done when" that the server refuses is told of as such', async () => {
  const made = await project({ 'backfill.sql': sql.replace(doneWhen, 'SELECT 1 / 0 = 1') }, 1);
  await expect(deploy({ ...made, policy: gently })).rejects.toMatchObject({
    code: 'backfill.failed',
    message: `The server refused the "done when" query of the backfill of ${A}: division by zero`,
  });
});

test('what the server says of a value that does not fit is kept back', async () => {
  const made = await project({ 'backfill.mjs': module.replace('data: { title }', 'times: title') });
  const { backfills } = await deploy(made);
  expect(backfills).toMatchObject([{ outcome: 'failed', error: { code: 'backfill.failed' } }]);
  expect(JSON.stringify(backfills) + backfills[0]?.error?.why).not.toContain('Post');
});

test('a later migration waits, by its directive under ours and by its guard under any runner', async () => {
  const made = await project({ 'backfill.sql': sql });
  const guard = renderBackfillGuard(A, doneWhen);
  await made.write({
    [B]: {
      up: `-- agora: after backfill ${A}\n${guard}\nALTER TABLE "Post" ALTER slug SET NOT NULL;`,
      down: 'SELECT 1;',
    },
  });
  const first = await deploy({ ...made, backfills: 'later' });
  expect(first.results).toMatchObject([
    { name: A, outcome: 'succeeded' },
    { name: B, outcome: 'not reached', error: { code: 'backfill.unfinished' } },
  ]);
  await expect(made.query(guard)).rejects.toThrow(`The backfill of ${A} is not done.`);
  expect(await made.query('SHOW row_security')).toEqual([{ row_security: 'on' }]);
  expect(await readStatus(made)).toMatchObject({ backfills: [{ migration: A, state: 'not begun' }] });
  const second = await deploy(made);
  expect((await readStatus(made)).backfills).toBeUndefined();
  expect(second.backfills).toMatchObject([{ outcome: 'done', changed: 500 }]);
  expect(second.results).toMatchObject([{ name: B, outcome: 'succeeded' }]);
  await made.query(guard);
  expect(await made.query('SELECT DISTINCT times FROM "Post"')).toEqual([{ times: 1 }]);
});

test('paused it ends after its batch and stays so; resumed it does the rest; cancelled it is given up', async () => {
  const made = await project({ 'backfill.sql': sql });
  await deploy({ ...made, backfills: 'later' });
  let batches = 0;
  const onEvent = ({ kind }: { kind: string }): void => {
    if (kind === 'batch' && (batches += 1) === 3) void holdBackfills({ ...made, migration: A }, 'paused');
  };
  const settings = { ...gently.backfill, share: 0.01 };
  const options = { onEvent, settings };
  expect(await runBackfills({ ...made, options })).toMatchObject([{ outcome: 'paused' }]);
  expect(await readBackfills(made)).toMatchObject([{ migration: A, state: 'paused' }]);
  expect(await runBackfills({ ...made, migration: A, options })).toMatchObject([
    { outcome: 'paused', batches: 0 },
  ]);
  expect((await deploy(made)).backfills).toEqual([]);
  expect(await holdBackfills({ ...made, migration: A }, 'cancelled')).toEqual([A]);
  expect(
    await runBackfills({
      ...made,
      migration: A,
      options: { ...options, resume: true, settings: gently.backfill },
    }),
  ).toMatchObject([{ outcome: 'done' }]);
  expect(await made.query('SELECT DISTINCT times FROM "Post"')).toEqual([{ times: 1 }]);
  await expect(holdBackfills({ ...made, migration: A }, 'cancelled')).rejects.toMatchObject({
    code: 'backfill.not_there',
  });
});

test('of two at once one works and the other is refused, or waits', async () => {
  const made = await project({ 'backfill.sql': sql });
  await deploy({ ...made, backfills: 'later' });
  const settings = { ...gently.backfill, share: 0.05 };
  const first = runBackfills({ ...made, options: { settings } });
  const begun = new Promise<void>((resolve, reject) => {
    const look = async (): Promise<void> => {
      const [status] = await readBackfills(made);
      if (status?.state === 'running') resolve();
      else setTimeout(() => void look().catch(reject), 20);
    };
    void look().catch(reject);
  });
  await begun;
  await expect(runBackfills({ ...made, migration: A })).rejects.toMatchObject({ code: 'backfill.busy' });
  const back = await rollback({ ...made, target: { steps: 1 }, acceptDataLoss: true });
  expect(back.results).toMatchObject([{ outcome: 'not reached', error: { code: 'backfill.busy' } }]);
  const waited = await runBackfills({ ...made, migration: A, options: { waitMs: 60_000 } });
  expect([await first, waited]).toMatchObject([[{ outcome: 'done' }], [{ outcome: 'done', batches: 0 }]]);
  expect(await made.query('SELECT DISTINCT times FROM "Post"')).toEqual([{ times: 1 }]);
});

test('an edited file is refused while it is on its way, and begins anew once cancelled', async () => {
  const made = await project({
    'backfill.sql': sql.replace('lower(title)', `CASE id WHEN 77 THEN (1 / (id - 77))::text ELSE 'old' END`),
  });
  expect((await deploy({ ...made, policy: gently })).backfills).toMatchObject([
    { outcome: 'failed', error: { code: 'backfill.failed' } },
  ]);
  await made.write({ [A]: { 'backfill.sql': sql, ...(await readUp(made)) } });
  await expect(runBackfills({ ...made, migration: A })).rejects.toMatchObject({ code: 'backfill.edited' });
  await holdBackfills({ ...made, migration: A }, 'cancelled');
  expect(await runBackfills({ ...made, migration: A, options: { resume: true } })).toMatchObject([
    { outcome: 'done', changed: 450 },
  ]);
});

async function readUp({ directory }: FixtureProject): Promise<{ up: string }> {
  return { up: await readFile(path.join(directory, A, 'migration.sql'), 'utf8') };
}

test('rows that come and go meanwhile are done too, and a row that stays undone is an error', async () => {
  const made = await project({ 'backfill.sql': sql });
  await deploy({ ...made, backfills: 'later' });
  let batches = 0;
  const onEvent = ({ kind }: { kind: string }): void => {
    batches += kind === 'batch' ? 1 : 0;
    if (kind === 'batch' && batches === 4)
      void made.query(
        `INSERT INTO "Post" VALUES (0, 'Behind', '{}'), (100000, 'Ahead', '{}'); DELETE FROM "Post" WHERE id % 3 = 0 AND id > 0`,
      );
  };
  const options = { settings: { ...gently.backfill, share: 0.05 }, onEvent };
  expect(await runBackfills({ ...made, options })).toMatchObject([{ outcome: 'done' }]);
  expect(await made.query('SELECT count(*)::int AS n FROM "Post" WHERE slug IS NULL OR times <> 1')).toEqual([
    { n: 0 },
  ]);
});

test('a policy that hides rows is an error, not nothing', async () => {
  const made = await project({ 'backfill.sql': sql });
  await deploy({ ...made, backfills: 'later' });
  await withTestRole(made.url, async ({ name, url }) => {
    await made.query(`ALTER SCHEMA agora OWNER TO ${name}; ALTER TABLE "Post" OWNER TO ${name};
      GRANT SELECT ON _prisma_migrations TO ${name}; ALTER TABLE "Post" ENABLE ROW LEVEL SECURITY;
      ALTER TABLE "Post" FORCE ROW LEVEL SECURITY`);
    await expect(runBackfills({ ...made, url, migration: A })).rejects.toMatchObject({
      code: 'backfill.rows_hidden',
    });
  });
});

test('what another runner has applied, and a later migration has taken away, stops no deploy', async () => {
  const made = await project({ 'backfill.sql': sql });
  await deploy({ ...made, backfills: 'later' });
  await made.write({
    [B]: { up: 'ALTER TABLE "Post" DROP slug;', down: 'ALTER TABLE "Post" ADD slug text;' },
  });
  await deploy({ ...made, backfills: 'later' });
  expect((await deploy(made)).backfills).toEqual([]);
  expect(await runBackfills(made)).toEqual([]);
  expect(await holdBackfills({ ...made, migration: A }, 'cancelled')).toEqual([A]);
  expect(await readBackfills(made)).toMatchObject([{ migration: A, state: 'cancelled' }]);
});

test('stopped on request it rolls its batch back, says how to go on, and goes on', async () => {
  const made = await project({ 'backfill.sql': sql });
  await deploy({ ...made, backfills: 'later' });
  const stop = new AbortController();
  let batches = 0;
  const onEvent = ({ kind }: { kind: string }): void => {
    if (kind === 'batch' && (batches += 1) === 3) stop.abort();
  };
  const settings = { ...gently.backfill, share: 0.05 };
  const [stopped] = await runBackfills({ ...made, options: { settings, onEvent, signal: stop.signal } });
  expect(stopped).toMatchObject({
    outcome: 'interrupted',
    batches: 3,
    error: { code: 'migrations.interrupted' },
  });
  expect(stopped?.error?.fix).toContain(`agora migrate backfill run ${A}`);
  expect(await readBackfills(made)).toMatchObject([{ state: 'stopped' }]);
  const left = 500 - (stopped?.changed ?? 0);
  expect(await runBackfills(made)).toMatchObject([{ outcome: 'done', changed: left }]);
  expect(await made.query('SELECT DISTINCT times FROM "Post"')).toEqual([{ times: 1 }]);
});

test('a row that somebody holds makes it give way and try again, with fewer rows', async () => {
  const made = await project({ 'backfill.sql': sql });
  await deploy({ ...made, backfills: 'later' });
  const sizes: number[] = [];
  const result = await made.connect(async (holder) => {
    await holder.query('BEGIN; SELECT FROM "Post" WHERE id = 120 FOR UPDATE');
    let retries = 0;
    const running = runBackfills({
      ...made,
      options: {
        settings: gently.backfill,
        lockTimeoutMs: 30,
        lockAttempts: 100,
        onEvent: (event) => {
          if (event.kind === 'batch') sizes.push(event.batch.rows);
          if (event.kind === 'retry' && (retries += 1) === 2) void holder.query('COMMIT');
        },
      },
    });
    return running;
  });
  expect(result).toMatchObject([{ outcome: 'done', rows: 500, changed: 500 }]);
  expect(Math.min(...sizes)).toBeLessThan(50);
});

import { expect, test } from 'vitest';

import { runDeployer } from '../deployer/run.ts';
import { fixtureProject } from '../project.fixture.ts';
import { holdBackfills, runBackfills } from './backfill.ts';
import { deploy } from './deploy.ts';
import { purgeParked } from './parked/purge-parked.ts';
import { resolve } from './resolve.ts';
import { rollback } from './rollback/rollback.ts';
import { stamp } from './stamp.ts';
import { readStatus } from './status.ts';

const [A, B] = ['20240101000000_a', '20240102000000_b'];

test('what writes says that the database takes no writes, and what reads goes on', async () => {
  const project = await fixtureProject({
    [A]: {
      up: 'CREATE TABLE t (id int PRIMARY KEY, n int); INSERT INTO t VALUES (1, NULL);',
      down: 'DROP TABLE t;',
      'backfill.sql': `-- agora: backfill t by (id)
-- agora: done when SELECT NOT EXISTS (SELECT FROM t WHERE n IS NULL)
UPDATE t SET n = 1 WHERE n IS NULL AND :batch;`,
    },
  });
  await deploy({ ...project, backfills: 'later' });
  await project.write({ [B]: { up: 'CREATE TABLE b ();', down: 'DROP TABLE b;' } });
  const url = new URL(project.url);
  url.searchParams.set('options', '-c default_transaction_read_only=on');
  const { directory } = project;
  const target = { directory, url: url.href };
  const writers = {
    deploy: () => deploy(target),
    rollback: () => rollback({ ...target, target: { steps: 1 }, acceptDataLoss: true }),
    stamp: () => stamp({ ...target, target: { all: true }, force: true }),
    resolve: () => resolve({ ...target, target: { applied: B } }),
    'backfill run': () => runBackfills(target),
    'backfill cancel': () => holdBackfills(target, 'cancelled'),
    'parked purge': () => purgeParked(target),
  };
  for (const [verb, write] of Object.entries(writers))
    expect([verb, await write().catch((error: unknown) => error)]).toMatchObject([
      verb,
      { code: 'migrations.read_only', fix: expect.stringContaining('RESET default_transaction_read_only') },
    ]);
  const said: string[] = [];
  const code = await runDeployer({
    argv: ['deploy', '--url', target.url, '--migrations', directory],
    env: {},
    version: '0',
    signal: new AbortController().signal,
    print: (text) => said.push(text),
    note: (text) => said.push(text),
  });
  expect([code, said.join('\n')]).toEqual([1, expect.stringContaining('takes no writes from this role')]);
  expect((await deploy({ ...target, dryRun: true })).plan.steps).toHaveLength(1);
  expect(await readStatus(target)).toMatchObject({ state: 'pending' });
  expect((await readStatus(project)).state).toBe('pending');
});

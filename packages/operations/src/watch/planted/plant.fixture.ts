import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { makeConfig } from '@agora/core/config';
import { deploy, proveHistory, readFolder } from '@agora/migrations';
import { withConnection } from '@agora/postgres';
import { withTestDatabase, withTestRole } from '@agora/testkit';

import type { StepName } from '../step.ts';
import type { WatchReport } from '../watch-input.ts';
import { watchedDeploy } from '../watched-deploy.ts';
import type { Regression } from './regressions.fixture.ts';
import { ALIVE, openShop, shopSql } from './shop.fixture.ts';

/** What became of a planted regression. */
export interface Planted {
  readonly report: WatchReport;
  /** Migrations that are applied at the end. */
  readonly applied: readonly string[];
  /** Milliseconds from the end of the deploy until the harm was seen, and of the way back. */
  readonly foundMs: number;
  readonly undoneMs: number;
  /** What saw it, and what it said. */
  readonly seen: string;
}

/** Milliseconds of the baseline and of the watch. */
export interface Spans {
  readonly baseline: number;
  readonly for: number;
}

/** Plants a regression in a real deploy, before an application under load, on a database of its own. */
export function plant(regression: Regression, spans: Spans): Promise<Planted> {
  return withTestDatabase((url) =>
    withTestRole(url, async (role) => {
      const root = await mkdtemp(path.join(tmpdir(), 'agora planted '));
      try {
        return await deployed(regression, { root, url, role, spans });
      } finally {
        await rm(root, { recursive: true, force: true });
      }
    }),
  );
}

interface Place {
  readonly root: string;
  readonly url: string;
  readonly role: { readonly name: string; readonly url: string };
  readonly spans: Spans;
}

async function deployed({ up, down, asks }: Regression, { root, url, role, spans }: Place): Promise<Planted> {
  const directory = path.join(root, 'migrations');
  const write = async (name: string, files: Readonly<Record<string, string>>): Promise<void> => {
    await mkdir(path.join(directory, name), { recursive: true });
    for (const [file, sql] of Object.entries(files)) await writeFile(path.join(directory, name, file), sql);
  };
  await write('1_shop', { 'migration.sql': shopSql(role.name) });
  await deploy({ url, directory });
  await write('2_change', { 'migration.sql': up(role.name), 'down.sql': down(role.name) });
  const { migrations } = await readFolder(directory);
  await proveHistory(migrations, { directory, adminUrl: url, select: ({ name }) => name === '2_change' });
  const shop = await openShop(role.url);
  try {
    const report = await watchedDeploy({
      deploy: { url, directory, policy: { ...makeConfig({}).environments.development, lockTimeoutMs: 1000 } },
      settings: {
        ...spans,
        rollback: 'automatic',
        application: 'unchanged',
        requests: [
          ...asks.map((page) => ({ name: page, url: `${shop.url}${page}` })),
          { name: ALIVE, url: `${shop.url}${ALIVE}`, control: true },
        ],
      },
      project: { root, initSql: undefined, external: undefined },
      checks: path.join(root, 'checks'),
      env: {},
    });
    const applied = await withConnection(url, (client) =>
      client.query<{ name: string }>(
        'SELECT migration_name AS name FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at',
      ),
    );
    return { report, applied: applied.rows.map(({ name }) => name), ...summed(report) };
  } finally {
    await shop.close();
  }
}

function summed({ steps, judgement }: WatchReport): Pick<Planted, 'foundMs' | 'undoneMs' | 'seen'> {
  const at = (name: StepName): number => steps.findIndex((step) => step.name === name);
  const after = steps.slice(at('deploy') + 1, at('way back'));
  const failed = after.find(({ outcome }) => outcome === 'failed');
  const until = failed === undefined ? after : after.slice(0, after.indexOf(failed) + 1);
  return {
    foundMs: until.reduce((sum, { durationMs }) => sum + durationMs, 0),
    undoneMs: steps[at('way back')]?.durationMs ?? Infinity,
    seen:
      judgement?.verdict === 'worse'
        ? `${judgement.cause ?? ''}: ${judgement.reason}`
        : (failed?.findings[0]?.message ?? 'nothing'),
  };
}

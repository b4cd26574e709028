import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { parseConfig, startServer } from '@agora/api';
import { makeConfig } from '@agora/core/config';
import { migrationsDirectory } from '@agora/db/paths';
import { seed } from '@agora/db/seed';
import { deploy, proveHistory, readFolder } from '@agora/migrations';
import { watchedDeploy } from '@agora/operations';
import { withConnection } from '@agora/postgres';
import { slowTests, useTestDatabase } from '@agora/testkit';
import { expect, test } from 'vitest';

const database = useTestDatabase();
const TOKEN = 'a-token-of-sixteen';
const COMMUNITY = '/c/essential';
const PLANTED = '99990101000000_rooms';

/** Readers who go through the forum all the time. */
async function read(url: string, signal: AbortSignal): Promise<void> {
  const pages = [`${COMMUNITY}/channels`, `${COMMUNITY}/posts`, COMMUNITY, '/communities'];
  for (let at = 0; !signal.aborted; at += 1) {
    await fetch(`${url}${pages[at % pages.length]}`, { signal })
      .then((response) => response.arrayBuffer())
      .catch(() => undefined);
    await sleep(50, undefined, { signal }).catch(() => undefined);
  }
}

// The whole history is replayed, for the proof and to look for drift.
test.runIf(slowTests)(
  'a deploy of the forum that its API cannot stand is found by its metrics, and undone',
  { timeout: 600_000 },
  async () => {
    const root = await mkdtemp(path.join(tmpdir(), 'agora watched forum '));
    const directory = path.join(root, 'migrations');
    await cp(migrationsDirectory, directory, { recursive: true });
    const { url } = database;
    await deploy({ url, directory });
    await seed({ url, profile: 'essential', environment: 'development' });
    await mkdir(path.join(directory, PLANTED));
    await writeFile(path.join(directory, PLANTED, 'migration.sql'), 'ALTER TABLE channels RENAME TO rooms;');
    await writeFile(path.join(directory, PLANTED, 'down.sql'), 'ALTER TABLE rooms RENAME TO channels;');
    const { migrations } = await readFolder(directory);
    await proveHistory(migrations, { directory, adminUrl: url, select: ({ name }) => name === PLANTED });
    const env = { DATABASE_URL: url, PORT: '0', LOG_LEVEL: 'silent', METRICS_TOKEN: TOKEN };
    const server = await startServer({ config: parseConfig(env) });
    const stop = new AbortController();
    const readers = Promise.all([1, 2].map(() => read(server.url, stop.signal)));
    try {
      const report = await watchedDeploy({
        deploy: {
          url,
          directory,
          policy: { ...makeConfig({}).environments.development, allow: ['rename-table'] },
        },
        settings: {
          baseline: 20_000,
          for: 40_000,
          rollback: 'automatic',
          requests: [
            { name: 'front page', url: `${server.url}/communities` },
            { name: 'the process', url: `${server.url}/health/live`, control: true },
          ],
          metrics: {
            url: `${server.url}/metrics`,
            headers: { authorization: `Bearer ${TOKEN}` },
            by: 'route',
          },
          application: { url: `${server.url}/health/ready`, field: 'schema.migration' },
        },
        project: { root, initSql: undefined, external: undefined },
        checks: path.join(root, 'checks'),
        env: {},
      });
      const failed = report.steps.filter(({ outcome }) => outcome === 'failed');
      expect(failed.map(({ name }) => name)).toEqual(['speed and errors']);
      expect(report.judgement).toMatchObject({ verdict: 'worse', cause: 'errors' });
      expect(report.judgement?.reason).toContain('the application: /c/:community/');
      expect(report).toMatchObject({ outcome: 'rolled back', decision: { action: 'back' } });
      const took = new Map(report.steps.map(({ name, durationMs }) => [name, durationMs]));
      expect(took.get('speed and errors')).toBeLessThan(60_000);
      expect(took.get('way back')).toBeLessThan(30_000);
      expect((await fetch(`${server.url}${COMMUNITY}/channels`)).status).toBe(200);
      const { rows } = await withConnection(url, (client) =>
        client.query(
          'SELECT rolled_back_at IS NOT NULL AS back FROM _prisma_migrations WHERE migration_name = $1',
          [PLANTED],
        ),
      );
      expect(rows).toEqual([{ back: true }]);
    } finally {
      stop.abort();
      await readers;
      await server.close();
      await rm(root, { recursive: true });
    }
  },
);

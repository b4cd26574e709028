import path from 'node:path';

import { deploy } from '@agora/migrations';
import { type PrivateServer, withConnection, withPrivateServers } from '@agora/postgres';
import { slowTests } from '@agora/testkit';
import { expect, test } from 'vitest';

import { fixtureProject } from '../project.fixture.ts';
import { watchedDeploy } from '../watch/watched-deploy.ts';
import type { HealthCheck } from './check.ts';
import { readHealth } from './read-health.ts';

const run = (server: PrivateServer, ...statements: readonly string[]): Promise<void> =>
  withConnection(server.url, async (client) => {
    for (const sql of statements) await client.query(sql);
  });

/** Two servers of its own, one of which is stopped, started, and held up. */
test.runIf(slowTests)(
  'a replica that is behind, gone, awaited or back is seen',
  { timeout: 300_000 },
  async () => {
    const project = await fixtureProject({ '1_one': 'SELECT 1' });
    await withPrivateServers({ major: 18, user: 'postgres' }, async (make) => {
      const primary = await make();
      await deploy({ url: primary.url, directory: project.directory });
      await project.write({
        '2_two': '-- agora: irreversible because it is a test\nCREATE TABLE two (id int)',
      });
      const look = async (server = primary, replicas = ['two']): Promise<HealthCheck> => {
        const { checks } = await readHealth({
          url: server.url,
          directory: project.directory,
          checks: path.join(project.root, 'checks'),
          settings: { replicas, limits: { replication: 3000 } },
        });
        return checks.find(({ name }) => name === 'replication')!;
      };
      const found = async (server = primary): Promise<readonly string[]> =>
        (await look(server)).findings.map(({ message }) => message);
      const comesTo = async (messages: unknown, server = primary): Promise<void> => {
        await expect.poll(() => found(server), { timeout: 60_000, interval: 500 }).toEqual(messages);
      };

      expect(await found()).toEqual(['The replica two is not there.']);
      const two = await primary.standby('two');
      await comesTo([]);
      expect(await look(two, [])).toMatchObject({
        outcome: 'green',
        saw: expect.stringMatching(/^this replica is/),
      });

      await run(
        two,
        'ALTER SYSTEM SET wal_receiver_status_interval = 1',
        'SELECT pg_reload_conf()',
        'SELECT pg_wal_replay_pause()',
      );
      await run(primary, 'CREATE TABLE written AS SELECT generate_series(1, 1000) AS n');
      const behind = [expect.stringMatching(/^The replica \S.* is [\d.]+ s behind; 3\.0 s is the limit\.$/)];
      await comesTo(behind);
      await comesTo(behind, two);
      const refused = await watchedDeploy({
        deploy: {
          url: primary.url,
          directory: project.directory,
          policy: { ...project.policy, health: { limits: { replication: 3000 } } },
        },
        settings: { statements: false },
        project: { root: project.root, initSql: undefined, external: undefined },
        checks: path.join(project.root, 'checks'),
        env: {},
      });
      expect(refused).toMatchObject({ outcome: 'refused' });
      expect(refused.steps.find(({ name }) => name === 'health')).toMatchObject({
        findings: [{ code: 'operations.replication_lag' }],
      });
      await run(two, 'SELECT pg_wal_replay_resume()');
      await comesTo([]);

      await two.kill();
      await comesTo([
        'The replica two is not there.',
        expect.stringMatching(/^Nobody uses the replication slot standby_\w+ for [\d.]+ s\.$/),
      ]);
      await run(primary, `ALTER SYSTEM SET synchronous_standby_names = 'two'`, 'SELECT pg_reload_conf()');
      await comesTo(expect.arrayContaining(['Commits wait for a replica that is not there.']));
      await two.restart();
      await comesTo([]);
    });
  },
);

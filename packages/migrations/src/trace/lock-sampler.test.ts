import { setTimeout } from 'node:timers/promises';

import { withConnection } from '@agora/postgres';
import { withTestDatabase } from '@agora/testkit';
import { expect, it } from 'vitest';

import { LockSampler } from './lock-sampler.ts';

it('sees the locks of another session come and go', async () => {
  await withTestDatabase((url) =>
    withConnection(url, (client) =>
      withConnection(url, async (watcher) => {
        await client.query('CREATE TABLE a (id int); CREATE TABLE b (id int)');
        const { rows } = await client.query<{ pid: number; oid: number }>(
          "SELECT pg_backend_pid() AS pid, 'a'::regclass::oid::int AS oid",
        );
        const { pid = 0, oid } = rows[0] ?? {};
        const sampler = new LockSampler(watcher, pid);
        await sampler.start();
        await client.query('BEGIN; LOCK TABLE a IN SHARE MODE');
        await setTimeout(300);
        await client.query('COMMIT');
        const seen = await sampler.stop();
        expect(seen.map(({ oid: one, mode }) => ({ oid: one, mode }))).toEqual([{ oid, mode: 'SHARE' }]);
        expect(seen[0]?.ms).toBeGreaterThan(50);
        await sampler.start();
        expect(await sampler.stop()).toEqual([]);
      }),
    ),
  );
});

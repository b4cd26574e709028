import { withConnection } from '@agora/postgres';
import { useTestDatabase } from '@agora/testkit';
import { expect, test } from 'vitest';

import { runAgora } from '../agora.fixture.ts';

const database = useTestDatabase();

test("agora db reset at the workspace's root makes the forum anew: migrations and seeds", async () => {
  const name = new URL(database.url).pathname.slice(1);
  const env = { DATABASE_URL: database.url };
  await runAgora(['migrate', 'deploy', '--quiet'], { env });
  await withConnection(database.url, (client) => client.query('CREATE TABLE left_over ()'));
  const run = await runAgora(['db', 'reset', '--confirm', name, '--json'], { env });
  expect(run.json()).toMatchObject({
    database: name,
    seeded: expect.stringMatching(/^tsx /),
    steps: [{ outcome: 'done' }, { outcome: 'done' }, { outcome: 'done' }],
  });
  expect(run.stderr).toContain('Profile demo');
  expect(run.code).toBe(0);
  const { rows } = await withConnection(database.url, (client) =>
    client.query<{ gone: boolean; users: number }>(
      `SELECT to_regclass('left_over') IS NULL AS gone, (SELECT count(*)::int FROM users) AS users`,
    ),
  );
  expect(rows).toEqual([{ gone: true, users: 10 }]);
});

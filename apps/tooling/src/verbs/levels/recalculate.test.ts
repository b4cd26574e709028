import { migrationsDirectory } from '@agora/db';
import { withConnection } from '@agora/postgres';
import { type CliRun, createTestDatabase, migratedTemplate, type TestDatabase } from '@agora/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { runAgora } from '../../agora.fixture.ts';

const [here, bare] = ['11111111-1111-1111-1111-111111111111', '22222222-2222-2222-2222-222222222222'];
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({ template: await migratedTemplate(migrationsDirectory) });
  await withConnection(database.url, (client) =>
    client.query(`
      INSERT INTO communities (id, slug, name) VALUES ('${here}', 'here', 'Here'), ('${bare}', 'bare', 'Without levels');
      INSERT INTO levels (community_id, id, rank, name, min_points) SELECT '${here}', gen_random_uuid(), rank, 'Level ' || rank, points
        FROM (VALUES (1, 0), (3, 10), (7, 100)) level (rank, points);
      INSERT INTO users (community_id, id, email, username, display_name, points, level)
        SELECT '${here}', gen_random_uuid(), n || '@example.com', 'user_' || n, 'User', n % 20,
          CASE WHEN n % 20 < 10 THEN 1 ELSE 3 END FROM generate_series(1, 2500) n;
      INSERT INTO users (community_id, id, email, username, display_name, points, level)
        VALUES ('${bare}', gen_random_uuid(), 'a@example.com', 'ada', 'Ada', 5000, 4);
      -- What an operator does: the second level is harder to reach from now on.
      UPDATE levels SET min_points = 15 WHERE rank = 3`),
  );
});
afterAll(() => database.drop());

const agora = (...words: string[]): Promise<CliRun> =>
  runAgora(['levels', 'recalculate', ...words], { env: { DATABASE_URL: database.url } });
const levels = (): Promise<string> =>
  withConnection(database.url, async (client) => {
    const { rows } = await client.query<{ held: string }>(
      `SELECT string_agg(slug || ' ' || level || ' ' || users, ', ' ORDER BY slug, level) AS held FROM (
         SELECT c.slug, u.level, count(*) AS users FROM users u JOIN communities c ON c.id = u.community_id GROUP BY 1, 2) held`,
    );
    return rows[0]!.held;
  });

test('gives everybody the level that the points reach, in more than one batch', async () => {
  const before = 'bare 4 1, here 1 1250, here 3 1250';
  const here625 = { community: 'here', changes: [{ from: 3, to: 1, users: 625 }] };
  const bare1 = { community: 'bare', changes: [{ from: 4, to: 1, users: 1 }] };
  const rehearsed = await agora('--dry-run', '--json');
  expect(rehearsed.code).toBe(2);
  expect(rehearsed.json()).toEqual({
    communities: [bare1, here625],
    changed: 626,
    dryRun: true,
    stopped: false,
  });
  expect(await levels()).toBe(before);

  // The table falls for more users than one batch takes.
  await withConnection(database.url, (client) =>
    client.query('UPDATE levels SET min_points = 20 WHERE rank = 3'),
  );
  const one = await agora('--community', 'here', '--json');
  expect([one.code, one.json()]).toEqual([
    0,
    {
      communities: [{ community: 'here', changes: [{ from: 3, to: 1, users: 1250 }] }],
      changed: 1250,
      dryRun: false,
      stopped: false,
    },
  ]);
  expect(await levels()).toBe('bare 4 1, here 1 2500');
  const rest = await agora();
  expect([rest.code, rest.stdout]).toEqual([0, expect.stringMatching(/bare +4 +1 +1/)]);
  expect(await levels()).toBe('bare 1 1, here 1 2500');
  const again = await agora();
  expect([again.code, again.stdout.trim()]).toEqual([0, '']);
});

test('knows what communities there are', async () => {
  const unknown = await agora('--community', 'heer');
  expect(unknown.code).toBe(1);
  expect(unknown.stderr).toContain('agora levels recalculate --community here');
});

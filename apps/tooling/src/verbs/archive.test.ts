import { setTimeout as sleep } from 'node:timers/promises';
import { migrationsDirectory } from '@agora/db';
import { withConnection } from '@agora/postgres';
import { type CliRun, createTestDatabase, migratedTemplate, type TestDatabase } from '@agora/testkit';
import { beforeEach, afterEach, expect, test } from 'vitest';

import { runAgora, startAgora } from '../agora.fixture.ts';

const [here, there] = ['11111111-1111-1111-1111-111111111111', '22222222-2222-2222-2222-222222222222'];
const ada = '33333333-3333-3333-3333-333333333333';
const bob = '55555555-5555-5555-5555-555555555555';
const channel = '44444444-4444-4444-4444-444444444444';
let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase({ template: await migratedTemplate(migrationsDirectory) });
  await query(`
    INSERT INTO communities (id, slug, name, settings) VALUES ('${here}', 'here', 'Here', '{}'),
      ('${there}', 'there', 'There', '{"theme": "blue", "retention": {"threads": 1000, "readNotifications": null}}');
    INSERT INTO users (community_id, id, email, username, display_name)
      SELECT c.id, made.id::uuid, nick || '@example.com', nick, nick
      FROM communities c, (VALUES ('${ada}', 'ada'), ('${bob}', 'bob')) made (id, nick);
    INSERT INTO channels (community_id, id, slug, name) SELECT id, '${channel}', 'general', 'General' FROM communities;
    -- In each: 150 threads that rest for 400 days, and one each that is pinned, hidden, a draft, or was answered lately.
    INSERT INTO posts (community_id, id, channel_id, author_id, title, body, status, pinned, created_at, last_activity_at)
      SELECT c.id, gen_random_uuid(), '${channel}', '${ada}', title, 'Text', status::post_status, title = 'pinned',
        now() - interval '400 days', now() - age * interval '1 day'
      FROM communities c, (SELECT 'old' AS title, 'PUBLISHED' AS status, 400 AS age FROM generate_series(1, 150)
        UNION ALL VALUES ('pinned', 'PUBLISHED', 400), ('hidden', 'HIDDEN', 400), ('draft', 'DRAFT', 400), ('answered', 'PUBLISHED', 300)) made;
    INSERT INTO user_statistics (community_id, user_id, posts, streak_days, last_active_on)
      SELECT id, '${ada}', 152, 1, (now() AT TIME ZONE 'UTC')::date - 400 FROM communities;
    INSERT INTO account_tokens (community_id, id, user_id, purpose, token_hash, email, created_at, expires_at)
      SELECT c.id, gen_random_uuid(), '${ada}', 'RESET_PASSWORD', sha256(age::text::bytea), 'ada@example.com', now() - interval '9 days', now() - age * interval '1 hour'
      FROM communities c, (VALUES (48), (2), (-2)) made (age);
    INSERT INTO refresh_tokens (community_id, id, user_id, family_id, token_hash, created_at, expires_at)
      SELECT c.id, gen_random_uuid(), '${ada}', gen_random_uuid(), sha256(age::text::bytea), now() - interval '9 days', now() - age * interval '1 hour'
      FROM communities c, (VALUES (48), (2), (-2)) made (age);
    INSERT INTO oauth_grants (community_id, id, purpose, state_hash, code_hash, code_challenge, provider, provider_account_id,
        email_verified, handle, display_name, key_version, created_at, expires_at)
      SELECT c.id, gen_random_uuid(), 'LOGIN', sha256(age::text::bytea), sha256(age::text::bytea), repeat('x', 43), 'github', '1',
        true, 'ada', 'Ada', 1, now() - interval '9 days', now() - age * interval '1 hour' FROM communities c, (VALUES (48), (2)) made (age);
    INSERT INTO notifications (community_id, id, user_id, kind, actor_id, read_at, created_at)
      SELECT c.id, gen_random_uuid(), '${ada}', 'TIP', '${bob}', CASE WHEN read THEN now() - age * interval '1 day' END,
        now() - age * interval '1 day'
      FROM communities c, (VALUES (true, 100), (true, 50), (false, 100), (false, 400)) made (read, age);
    -- More than one batch of them.
    INSERT INTO idempotency_keys (community_id, user_id, key, fingerprint, created_at)
      SELECT c.id, '${ada}', 'Key ' || n, sha256('x'), now() - (n % 2) * interval '8 days' FROM communities c, generate_series(1, 3000) n`);
});
afterEach(() => database.drop());

const query = <Row extends object>(text: string): Promise<Row[]> =>
  withConnection(database.url, async (client) => (await client.query<Row>(text)).rows);
const agora = (...words: string[]): Promise<CliRun> =>
  runAgora(['archive', ...words], { env: { DATABASE_URL: database.url } });
const statistics = (): Promise<object[]> =>
  query(
    'SELECT c.slug, s.posts, s.streak_days AS streak FROM user_statistics s JOIN communities c ON c.id = s.community_id ORDER BY 1',
  );
const statuses = (slug: string): Promise<object[]> =>
  query(`SELECT title, p.status, count(*)::int FROM posts p JOIN communities c ON c.id = p.community_id
    WHERE slug = '${slug}' GROUP BY 1, 2 ORDER BY 1, 2`);

const published = [
  { title: 'answered', status: 'PUBLISHED', count: 1 },
  { title: 'draft', status: 'DRAFT', count: 1 },
  { title: 'hidden', status: 'HIDDEN', count: 1 },
];
const rest = (status: string) => [
  ...published,
  { title: 'old', status, count: 150 },
  { title: 'pinned', status: 'PUBLISHED', count: 1 },
];
const totals = [
  { what: 'threads', count: 150 },
  { what: 'mailed tokens', count: 2 },
  { what: 'tokens of sessions', count: 2 },
  { what: 'sign-in grants', count: 2 },
  { what: 'read notifications', count: 1 },
  { what: 'unread notifications', count: 2 },
  { what: 'idempotency keys', count: 3000 },
];

test('archives and removes what is old enough by the settings of each community, and counts authors again', async () => {
  const rehearsed = await agora('--dry-run', '--json');
  expect([rehearsed.code, rehearsed.json()]).toEqual([2, expect.objectContaining({ totals, dryRun: true })]);
  expect(await statuses('here')).toEqual(rest('PUBLISHED'));

  const done = await agora('--json');
  expect([done.code, done.json()]).toEqual([0, expect.objectContaining({ totals, stopped: false })]);
  expect(await statuses('here')).toEqual(rest('ARCHIVED'));
  expect(await statuses('there')).toEqual(rest('PUBLISHED'));
  expect(await statistics()).toEqual([
    { slug: 'here', posts: 2, streak: 1 },
    { slug: 'there', posts: 152, streak: 1 },
  ]);
  const left =
    await query(`SELECT (SELECT count(*)::int FROM account_tokens) AS tokens, (SELECT count(*)::int FROM refresh_tokens) AS sessions,
    (SELECT count(*)::int FROM oauth_grants) AS grants, (SELECT count(*)::int FROM idempotency_keys) AS keys,
    (SELECT count(*)::int FROM notifications WHERE community_id = '${here}') AS here,
    (SELECT count(*)::int FROM notifications WHERE community_id = '${there}') AS there`);
  expect(left).toEqual([{ tokens: 4, sessions: 4, grants: 2, keys: 3000, here: 2, there: 3 }]);

  const older = await agora('--community', 'there', '--older-than', '390d');
  expect([older.code, older.stdout]).toEqual([0, expect.stringMatching(/threads +150/)]);
  expect(await statuses('there')).toEqual(rest('ARCHIVED'));
  expect((await agora('--dry-run')).code).toBe(0);
});

test('changes nothing where a setting cannot be read, or an age', async () => {
  await query(
    `UPDATE communities SET settings = '{"retention": {"threads": "soon", "idempotencyKeys": 1}}' WHERE slug = 'there'`,
  );
  const refused = await agora();
  expect(refused).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining('cli.invalid_retention'),
  });
  expect(refused.stderr).toContain('there: settings.retention.threads');
  expect(refused.stderr).toContain('there: settings.retention.idempotencyKeys');
  expect(await statuses('here')).toEqual(rest('PUBLISHED'));
  expect((await agora('--older-than', '0d')).code).toBe(64);
});

test('stops between two batches on Ctrl-C, keeps what is done, and goes on when asked again', async () => {
  const running = await withConnection(database.url, async (client) => {
    await client.query('BEGIN');
    // The first batch comes to this one, and waits.
    await client.query(
      `SELECT FROM posts WHERE community_id = '${here}' AND title = 'old' ORDER BY id LIMIT 1 FOR UPDATE`,
    );
    const started = startAgora(['archive', '--json'], { env: { DATABASE_URL: database.url } });
    await expect
      .poll(
        () =>
          query(
            `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'agora-upkeep' AND wait_event_type = 'Lock'`,
          ),
        { timeout: 60_000 },
      )
      .toHaveLength(1);
    started.kill('SIGINT');
    await sleep(500);
    await client.query('COMMIT');
    return started;
  });
  const stopped = await running.ended;
  expect([stopped.code, stopped.json()]).toEqual([130, expect.objectContaining({ stopped: true })]);
  expect(
    await query(
      `SELECT status, count(*)::int FROM posts WHERE community_id = '${here}' AND title = 'old' GROUP BY 1 ORDER BY 1`,
    ),
  ).toEqual([
    { status: 'PUBLISHED', count: 50 },
    { status: 'ARCHIVED', count: 100 },
  ]);
  expect((await statistics())[0]).toMatchObject({ posts: 52 });
  expect((await agora()).code).toBe(0);
  expect(await statuses('here')).toEqual(rest('ARCHIVED'));
});

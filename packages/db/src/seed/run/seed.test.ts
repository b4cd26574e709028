import { createHash } from 'node:crypto';
import { type Client, withConnection } from '@agora/postgres';
import { useTestDatabase } from '@agora/testkit';
import { verify } from '@node-rs/argon2';
import { CID } from 'multiformats/cid';
import { beforeAll, describe, expect, test } from 'vitest';
import { forumTemplate } from '../../testing/forum-template.fixture.ts';
import { localHour } from '../values/calendar.ts';
import { factories } from '../factories/index.ts';
import { seed, type SeedResult } from './seed.ts';
import { attachments } from '../text/attachments.ts';
import { people } from '../text/people.ts';

const database = useTestDatabase({ template: forumTemplate });
let first: SeedResult;

beforeAll(async () => {
  first = await seed({ url: database.url, profile: 'demo', environment: 'test' });
});

function account(email: string, points: number, level: string): object {
  return { email, points, sum: points, last: points, level };
}

async function query<Row extends object>(sql: string): Promise<Row[]> {
  return withConnection(database.url, async (client) => (await client.query<Row>(sql)).rows);
}

/** One hash for each table, over all columns of all rows in order of the primary key. */
async function tableHashes(client: Client): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {};
  for (const { table, key } of factories) {
    const { rows } = await client.query<{ row: string }>(
      `SELECT t::text AS row FROM ${table} t ORDER BY ${key.join(', ')}`,
    );
    hashes[table] = createHash('sha256')
      .update(rows.map(({ row }) => row).join('\n'))
      .digest('hex');
  }
  return hashes;
}

describe('the demo forum', () => {
  test('has the people, channels, posts and comments that were promised', async () => {
    const roles = await query(`SELECT role, count(*)::int FROM users GROUP BY role ORDER BY role`);
    expect(roles).toEqual([
      { role: 'ADMIN', count: 1 },
      { role: 'MODERATOR', count: 2 },
      { role: 'MEMBER', count: 7 },
    ]);
    const channels = await query<{ name: string; posts: number; untagged: number }>(`
      SELECT c.name, count(p.id)::int AS posts,
             (count(p.id) FILTER (WHERE NOT EXISTS (SELECT FROM post_tags t WHERE t.post_id = p.id)))::int AS untagged
        FROM channels c LEFT JOIN posts p ON p.channel_id = c.id GROUP BY c.name, c.position ORDER BY c.position`);
    expect(channels.map(({ name }) => name)).toEqual([
      'General',
      'Announcements',
      'Development',
      'Crypto',
      'Community',
    ]);
    for (const channel of channels) {
      expect(channel.posts).toBeGreaterThanOrEqual(15);
      expect(channel.untagged).toBe(0);
    }
    const [counts] = await query<Record<string, number>>(`
      SELECT (SELECT count(*) FROM tags)::int AS tags, (SELECT count(*) FROM comments)::int AS comments,
             (SELECT count(*) FROM point_transactions)::int AS entries,
             (SELECT count(*) FROM oauth_accounts)::int AS logins, (SELECT count(*) FROM media)::int AS media,
             (SELECT count(*) FROM reports)::int AS reports, (SELECT count(*) FROM bans)::int AS bans,
             (SELECT count(*) FROM user_achievements WHERE earned_at IS NOT NULL)::int AS earned,
             (SELECT count(DISTINCT post_id) FROM comments WHERE depth >= 5)::int AS deep`);
    expect(counts).toMatchObject({ tags: 10, bans: 3, reports: 10 });
    expect(counts!['comments']).toBeGreaterThanOrEqual(50);
    expect(counts!['entries']).toBeGreaterThanOrEqual(100);
    expect(counts!['logins']).toBeGreaterThan(3);
    expect(counts!['media']).toBeGreaterThan(3);
    expect(counts!['earned']).toBeGreaterThan(10);
    expect(counts!['deep']).toBeGreaterThanOrEqual(5);
  });

  test('gives every post 3 to 8 likes', async () => {
    const outside = await query(`
      SELECT p.title, count(l.user_id)::int AS likes FROM posts p LEFT JOIN post_likes l ON l.post_id = p.id
       GROUP BY p.id, p.title HAVING count(l.user_id) NOT BETWEEN 3 AND 8`);
    expect(outside).toEqual([]);
  });

  test('ends the ledgers of the sample accounts in exactly their balances, and never below zero', async () => {
    const accounts = await query(`
      SELECT u.email, u.points, (SELECT sum(amount)::int FROM point_transactions t WHERE t.user_id = u.id) AS sum,
             (SELECT balance_after FROM point_transactions t WHERE t.user_id = u.id ORDER BY sequence DESC LIMIT 1) AS last,
             (SELECT name FROM levels l WHERE l.rank = u.level) AS level
        FROM users u WHERE email IN
          ('admin@forum.com', 'moderator@forum.com', 'bob@example.com', 'carol@example.com', 'dave@example.com')
       ORDER BY points DESC`);
    expect(accounts).toEqual([
      account('admin@forum.com', 50_000, 'Legend'),
      account('moderator@forum.com', 5_000, 'Veteran'),
      account('bob@example.com', 1_200, 'Trusted'),
      account('carol@example.com', 300, 'Active'),
      account('dave@example.com', 50, 'New'),
    ]);
    expect(await query('SELECT id FROM point_transactions WHERE balance_after < 0')).toEqual([]);
  });

  test('lets the sample accounts log in with their passwords', async () => {
    const users = await query<{ email: string; password_hash: string }>(
      `SELECT email, password_hash FROM users WHERE email IN ('admin@forum.com', 'dave@example.com') ORDER BY email`,
    );
    expect(users[0]!.password_hash).toMatch(/^\$argon2id\$/);
    expect(await verify(users[0]!.password_hash, 'Admin123!')).toBe(true);
    expect(await verify(users[1]!.password_hash, 'User123!')).toBe(true);
    expect(await verify(users[1]!.password_hash, 'Admin123!')).toBe(false);
  });

  test('lies within the 90 days before the reference date', async () => {
    const tables = factories.map(({ table }) => `SELECT '${table}' AS "table", created_at FROM ${table}`);
    const outside = await query(
      `SELECT * FROM (${tables.join(' UNION ALL ')}) t
        WHERE created_at NOT BETWEEN '2026-08-22T18:00:00Z' AND '2026-11-20T18:00:00Z'`,
    );
    expect(outside).toEqual([]);
  });

  test('attaches media whose content ids are those of real bytes', async () => {
    const media = await query<{ cid: string; bytes: number }>('SELECT cid, bytes FROM media');
    for (const { cid } of media) expect(CID.parse(cid).version).toBe(1);
  });

  test('has no two posts and no two comments with the same words', async () => {
    expect(await query('SELECT title FROM posts GROUP BY title HAVING count(*) > 1')).toEqual([]);
    expect(
      await query(`SELECT body FROM comments WHERE body <> '' GROUP BY body HAVING count(*) > 1`),
    ).toEqual([]);
  });

  test('tells true numbers about itself: the comments of the first four weeks', async () => {
    const weeks = await query<{ comments: number }>(`
      SELECT count(*)::int AS comments FROM comments
       WHERE created_at < '2026-08-23T00:00:00Z'::timestamptz + interval '28 days'
       GROUP BY floor(extract(epoch FROM created_at - '2026-08-23T00:00:00Z') / 604800) ORDER BY min(created_at)`);
    const told = attachments['first-month'].altText.match(/\d+/g)!.map(Number);
    expect(weeks.map(({ comments }) => comments)).toEqual(told);
  });

  test('mentions only people who had joined by then', async () => {
    const texts = `(SELECT body, created_at FROM comments UNION ALL SELECT body, created_at FROM posts) t,
             regexp_matches(body, '@([a-z][a-z0-9_]{2,})', 'g') m`;
    const [all] = await query<{ found: number }>(`SELECT count(*)::int AS found FROM ${texts}`);
    expect(all!.found).toBeGreaterThan(10);
    // What was edited later may name somebody who came later.
    const unknown = await query(`
      SELECT m[1], body FROM ${texts}
       WHERE NOT EXISTS (SELECT FROM users u WHERE u.username = m[1] AND u.created_at <= t.created_at)`);
    expect(unknown).toEqual([]);
  });

  test('is written by people who sleep, and leaves no slot of a text unfilled', async () => {
    const written = await query<{ username: string; at: Date }>(`
      SELECT u.username, t.created_at AS at FROM users u
        JOIN (SELECT community_id, author_id, created_at FROM posts
              UNION ALL SELECT community_id, author_id, created_at FROM comments) t
          ON t.community_id = u.community_id AND t.author_id = u.id`);
    const asleep = written.filter(({ username, at }) => {
      const { sleeps, timeZone } = people.find((person) => person.username === username)!;
      const hour = localHour(at.getTime(), timeZone);
      return hour >= sleeps[0] && hour < sleeps[1];
    });
    expect(asleep).toEqual([]);
    expect(
      await query(`SELECT text FROM (SELECT title AS text FROM posts UNION ALL SELECT body FROM posts
        UNION ALL SELECT body FROM comments UNION ALL SELECT bio FROM users) t
        WHERE text ~ '\\{(weekday|date|month|year|community|place)\\M'`),
    ).toEqual([]);
  });
});

test('a first run changes the database', () => {
  expect(first.changed).toBe(true);
});

test('a second run changes nothing', async () => {
  const before = await withConnection(database.url, tableHashes);
  const second = await seed({ url: database.url, profile: 'demo', environment: 'test' });
  expect(second.changed).toBe(false);
  expect(await withConnection(database.url, tableHashes)).toEqual(before);
});

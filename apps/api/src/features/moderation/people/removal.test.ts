import { afterAll, beforeAll, expect, it } from 'vitest';
import { commentIds, ids } from '../../../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../../../testing/forum/forum.fixture.ts';
import { expectInvariants } from '../../../testing/forum/invariants.fixture.ts';
import { logIn, type Member } from '../../../testing/forum/member.fixture.ts';

const forum = useForum();
let carol: Member;
let moderator: Member;
beforeAll(async () => {
  carol = await logIn(forum, 'carol@example.com');
  moderator = await logIn(forum, 'moderator@forum.com');
});
afterAll(() => expectInvariants(forum));

const remove = (user: string) => moderator.ask('POST', `/users/${user}/removal`, { reason: 'Spam all over' });
/** How many of somebody's posts and comments have each status. */
const standing = async (user: string) => {
  const { rows } = await forum.asOwner((client) =>
    client.query(
      `SELECT kind, status, count(*)::int FROM (SELECT 'post' AS kind, author_id, status::text FROM posts
         UNION ALL SELECT 'comment', author_id, status::text FROM comments) written
       WHERE author_id = $1 GROUP BY 1, 2 ORDER BY 1, 2`,
      [user],
    ),
  );
  return rows;
};

it('bans somebody and hides what they wrote, as one act that is undone as one', async () => {
  await forum.asOwner((client) =>
    client.query(
      `INSERT INTO comments (community_id, id, post_id, author_id, depth, path, body, created_at)
       SELECT community_id, made, post_id, author_id, 0, uuid_send(made), 'Buy now', now()
       FROM (SELECT gen_random_uuid() AS made, * FROM comments, generate_series(1, 250) WHERE id = $1) many`,
      [commentIds[1]],
    ),
  );
  await forum.asOwner((client) =>
    client.query(
      `UPDATE posts SET comment_count = comment_count + 250, last_activity_at =
      (SELECT max(created_at) FROM comments WHERE post_id = $1) WHERE id = $1`,
      [ids.firstPost],
    ),
  );
  await forum.asOwner((client) =>
    client.query(
      `UPDATE user_statistics SET comments = comments + 250, last_active_on = (now() AT TIME ZONE 'UTC')::date WHERE user_id = $1`,
      [ids.bob],
    ),
  );
  const bob = await logIn(forum, 'bob@example.com');
  await bob.ask('PUT', `/comments/${commentIds[0]}/accepted`);
  await bob.ask('PUT', `/comments/${commentIds[0]}/accepted`);
  const before = await standing(ids.bob);
  const first = await remove('bob');
  expect(first.json()).toMatchObject({ posts: 30, comments: 254 });
  const { entry } = first.json<{ entry: string }>();
  expect((await bob.ask('GET', '/me')).json()).toMatchObject({ code: 'auth.account_inactive' });
  await expectInvariants(forum);
  expect((await remove('bob')).json()).toEqual({ entry, posts: 0, comments: 0 });
  // What was acted on since stays as it was left.
  await moderator.ask('PUT', `/posts/${ids.firstPost}/moderation`, { status: 'PUBLISHED' });
  await moderator.ask('PUT', `/posts/${ids.firstPost}/moderation`, { status: 'HIDDEN' });
  expect((await moderator.ask('POST', `/moderation/log/${entry}/undo`, {})).statusCode).toBe(201);
  await expectInvariants(forum);
  expect((await bob.ask('GET', '/me')).statusCode).toBe(200);
  expect(
    (await moderator.ask('PUT', `/posts/${ids.firstPost}/moderation`, { status: 'PUBLISHED' })).statusCode,
  ).toBe(204);
  expect(await standing(ids.bob)).toEqual(before);
});

it('is for moderators, and of those below them', async () => {
  expect((await carol.ask('POST', '/users/bob/removal', { reason: 'x' })).statusCode).toBe(403);
  expect((await remove('admin')).json()).toMatchObject({ code: 'ban.not_allowed' });
  expect((await remove('nobody')).statusCode).toBe(404);
});

it('is one act when two ask for it at once', async () => {
  const answers = await Promise.all([remove('carol'), remove('carol')]);
  const [one, two] = answers.map((answer) => answer.json<{ entry: string }>().entry);
  expect([typeof one, one]).toEqual(['string', two]);
  const { rows } = await forum.asOwner((client) =>
    client.query('SELECT count(*)::int AS bans FROM bans WHERE user_id = $1', [ids.carol]),
  );
  expect(rows).toEqual([{ bans: 1 }]);
  expect((await moderator.ask('POST', `/moderation/log/${one}/undo`, {})).statusCode).toBe(201);
});

it('of a moderator is undone by an admin, and shows nothing before', async () => {
  const setRole = (role: string) =>
    forum.asOwner((client) =>
      client.query('UPDATE users SET role = $2::user_role WHERE id = $1', [ids.bob, role]),
    );
  const admin = await logIn(forum, 'admin@forum.com');
  await setRole('MODERATOR');
  const removed = await admin.ask('POST', '/users/bob/removal', { reason: 'Sold the forum' });
  const { entry } = removed.json<{ entry: string }>();
  const hidden = await standing(ids.bob);
  const undo = (who: Member) => who.ask('POST', `/moderation/log/${entry}/undo`, {});
  expect((await undo(moderator)).json()).toMatchObject({ code: 'ban.not_allowed' });
  expect(await standing(ids.bob)).toEqual(hidden);
  expect((await undo(admin)).statusCode).toBe(201);
  expect(await standing(ids.bob)).not.toEqual(hidden);
  await setRole('MEMBER');
});

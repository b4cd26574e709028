import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commentIds, foreign, ids } from '../../../testing/forum/forum-rows.fixture.ts';
import { lockWaiters } from '../../../testing/lock-waiters.fixture.ts';
import { useForum } from '../../../testing/forum/forum.fixture.ts';
import { expectInvariants } from '../../../testing/forum/invariants.fixture.ts';
import { logIn, type Member } from '../../../testing/forum/member.fixture.ts';
import { post as postSchema } from '../../posts/page/post.ts';
import { moderationLog } from '../log/list-moderation-log.ts';

const forum = useForum();
let bob: Member;
let carol: Member;
let moderator: Member;
beforeAll(async () => {
  bob = await logIn(forum, 'bob@example.com');
  carol = await logIn(forum, 'carol@example.com');
  moderator = await logIn(forum, 'moderator@forum.com');
});
afterAll(() => expectInvariants(forum));

const read = async (post: string, reader = carol) => {
  const answer = await reader.ask('GET', `/posts/${post}`);
  const { comments, ...rest } = postSchema.parse(answer.json());
  return {
    ...rest,
    version: 0,
    viewCount: 0,
    comments: comments.map((one) => ({ ...one, version: 0 })),
  };
};
const undoLatest = async () => {
  const [entry] = moderationLog.parse((await moderator.ask('GET', '/moderation/log?limit=1')).json()).items;
  return moderator.ask('POST', `/moderation/log/${entry?.id}/undo`, {});
};
const places = (post: { comments: readonly { id: string; depth: number; parentId: string | null }[] }) =>
  post.comments.map(({ id, depth, parentId }) => [
    commentIds.indexOf(id),
    depth,
    parentId && commentIds.indexOf(parentId),
  ]);

const first = ids.firstPost;
const split = (chosen: readonly number[], more: object = {}) =>
  moderator.ask('POST', `/posts/${first}/split`, {
    comments: chosen.map((index) => commentIds[index]),
    title: 'Aside',
    ...more,
  });
const comment = (post: string, more: object = {}) =>
  carol.ask('POST', `/posts/${post}/comments`, { body: 'And?', ...more });

const merge = (from: string, into: string) => moderator.ask('POST', `/posts/${from}/merge`, { into });

describe('comments', () => {
  it('become a post of their own, by who wrote the oldest, and go back', async () => {
    await bob.ask('PUT', `/comments/${commentIds[2]}/accepted`);
    const before = await read(first);
    // There members open no posts, and never did.
    await forum.asOwner(async (client) => {
      await client.query('UPDATE posts SET channel_id = $2 WHERE channel_id = $1', [ids.news, ids.general]);
      await client.query(`UPDATE channels SET updated_at = '2026-01-01Z' WHERE id = $1`, [ids.news]);
    });
    const made = await split([1, 7, 3], { channel: 'announcements' });
    expect(made.json()).toMatchObject({ moved: 6 });
    const { post } = made.json<{ post: string }>();
    await expectInvariants(forum);
    const aside = await read(post);
    expect(aside).toMatchObject({
      title: 'Aside',
      body: 'Comment number 1',
      author: { username: 'bob' },
      channel: { slug: 'announcements' },
      commentCount: 6,
    });
    expect(places(aside)).toEqual([
      [2, 0, null],
      [3, 1, 2],
      [4, 2, 3],
      [5, 3, 4],
      [7, 0, null],
      [8, 1, 7],
    ]);
    const rest = await read(first);
    expect(places(rest)).toEqual([
      [0, 0, null],
      [1, 1, 0],
      [6, 1, 0],
    ]);
    expect(rest.comments[1]).toMatchObject({ status: 'HIDDEN', body: null });
    expect((await undoLatest()).statusCode).toBe(201);
    expect(await read(first)).toEqual(before);
    expect((await carol.ask('GET', `/posts/${post}`)).statusCode).toBe(404);
    await expectInvariants(forum);
  });

  it('stay where they went when there are newer ones', async () => {
    const { post } = (await split([8])).json<{ post: string }>();
    expect((await comment(post)).statusCode).toBe(201);
    expect((await undoLatest()).json()).toMatchObject({
      code: 'act.not_undoable',
      detail: 'Comments have been written there since.',
    });
  });

  it('are of the post, shown, and chosen by moderators', async () => {
    expect(
      (await bob.ask('POST', `/posts/${first}/split`, { comments: [commentIds[0]], title: 'x' })).statusCode,
    ).toBe(403);
    expect((await split([6])).json()).toMatchObject({ code: 'request.refused_value' });
    const elsewhere = await moderator.ask('POST', `/posts/${ids.draft}/split`, {
      comments: [commentIds[0]],
      title: 'x',
    });
    expect(elsewhere.statusCode).toBe(404);
    const strange = await moderator.ask('POST', `/posts/${first}/split`, {
      comments: [commentIds[0], foreign.post],
      title: 'x',
    });
    expect(strange.json()).toMatchObject({ detail: 'Not all of these comments are in this post.' });
  });
});

describe('posts', () => {
  const younger = '01900000-0000-7000-8000-000000001009';

  it('are merged into older ones, and apart again', async () => {
    const { id } = (await comment(younger)).json<{ id: string }>();
    await bob.ask('PUT', `/comments/${id}/accepted`);
    const [before, into] = [await read(younger), await read(first)];
    expect((await merge(younger, first)).json()).toEqual({ post: first, moved: 2 });
    await expectInvariants(forum);
    expect(await read(younger)).toMatchObject({ status: 'ARCHIVED', commentCount: 0, comments: [] });
    expect((await read(first)).commentCount).toBe(into.commentCount + 2);
    expect((await undoLatest()).statusCode).toBe(201);
    expect(await read(younger)).toEqual(before);
    expect(await read(first)).toEqual(into);
    await expectInvariants(forum);
  });

  it('take no follower along who is just leaving', async () => {
    const left = await forum.asOwner(async (client) => {
      const follows = (post: string) =>
        client.query<{ follows: boolean }>(
          'SELECT EXISTS (SELECT FROM post_follows WHERE community_id = $1 AND post_id = $2 AND user_id = $3) AS follows',
          [ids.techcorp, post, ids.carol],
        );
      await client.query('INSERT INTO post_follows VALUES ($1, $2, $3)', [ids.techcorp, younger, ids.carol]);
      await client.query('BEGIN');
      await client.query('SELECT FROM users WHERE community_id = $1 AND id = $2 FOR UPDATE', [
        ids.techcorp,
        ids.carol,
      ]);
      await client.query(`UPDATE users SET status = 'DEACTIVATED' WHERE id = $1`, [ids.carol]);
      await client.query('DELETE FROM post_follows WHERE user_id = $1', [ids.carol]);
      const merging = merge(younger, first);
      await expect.poll(() => lockWaiters(client)).toBe(1);
      await client.query('COMMIT');
      expect((await merging).statusCode).toBe(201);
      const { rows } = await follows(first);
      await client.query(`UPDATE users SET status = 'ACTIVE' WHERE id = $1`, [ids.carol]);
      return rows;
    });
    expect(left).toEqual([{ follows: false }]);
    expect((await undoLatest()).statusCode).toBe(201);
  });

  it('stay merged when a moved comment was answered', async () => {
    expect((await merge(younger, first)).statusCode).toBe(201);
    expect((await comment(first)).statusCode).toBe(201);
    const moved = (await read(first)).comments.find((one) => one.body === 'A remark.');
    expect((await comment(first, { parentId: moved?.id })).statusCode).toBe(201);
    expect((await undoLatest()).json()).toMatchObject({ code: 'act.not_undoable' });
  });

  it('are merged into those of others, who were not answered', async () => {
    const asked = { channel: 'general', title: 'The same question', body: 'Asked again' };
    const { id } = (await carol.ask('POST', '/posts', asked)).json<{ id: string }>();
    const answer = await bob.ask('POST', `/posts/${id}/comments`, { body: 'As before' });
    await carol.ask('PUT', `/comments/${answer.json<{ id: string }>().id}/accepted`);
    expect((await merge(id, first)).json()).toEqual({ post: first, moved: 1 });
    await expectInvariants(forum);
  });

  it('are not merged into younger ones, themselves, or those of others', async () => {
    expect((await merge(first, '01900000-0000-7000-8000-000000001021')).json()).toMatchObject({
      code: 'request.refused_value',
    });
    expect((await merge(first, first)).statusCode).toBe(422);
    expect((await merge(first, foreign.post)).statusCode).toBe(404);
  });
});

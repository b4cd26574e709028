import { afterAll, beforeAll, expect, it } from 'vitest';
import { commentIds, foreign, ids } from '../../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../../testing/forum/forum.fixture.ts';
import { expectInvariants } from '../../testing/forum/invariants.fixture.ts';
import { logIn, type Member } from '../../testing/forum/member.fixture.ts';
import { likeState } from './like-state.ts';

const forum = useForum();
let members: Member[];
let bob: Member;
let carol: Member;
beforeAll(async () => {
  bob = await logIn(forum, 'bob@example.com');
  carol = await logIn(forum, 'carol@example.com');
  members = [bob, carol, await logIn(forum, 'admin@forum.com'), await logIn(forum, 'moderator@forum.com')];
  await forum.asOwner((client) =>
    client.query(
      'TRUNCATE post_likes; UPDATE posts SET like_count = 0; UPDATE user_statistics SET likes_given = 0, likes_received = 0',
    ),
  );
});
afterAll(() => expectInvariants(forum));
const points = async (member: Member) =>
  (await member.ask('GET', '/me/points')).json<{ points: number }>().points;
const like = `/posts/${ids.firstPost}/like`;

it('likes once, counts once, and pays both', async () => {
  expect(likeState.parse((await carol.ask('PUT', like)).json())).toEqual({
    liked: true,
    likeCount: 1,
    points: 3,
  });
  expect(likeState.parse((await carol.ask('PUT', like)).json())).toEqual({
    liked: true,
    likeCount: 1,
    points: 0,
  });
  expect([await points(carol), await points(bob)]).toEqual([1, 2]);
});

it('takes it back and gives it again without paying again', async () => {
  expect(likeState.parse((await carol.ask('DELETE', like)).json())).toEqual({
    liked: false,
    likeCount: 0,
    points: 0,
  });
  expect(likeState.parse((await carol.ask('DELETE', like)).json())).toMatchObject({ likeCount: 0 });
  expect(likeState.parse((await carol.ask('PUT', like)).json())).toEqual({
    liked: true,
    likeCount: 1,
    points: 0,
  });
  expect([await points(carol), await points(bob)]).toEqual([1, 2]);
});

it('refuses one’s own, the unknown, the foreign and the hidden', async () => {
  expect((await bob.ask('PUT', like)).json()).toMatchObject({ code: 'like.own' });
  for (const id of [foreign.post, ids.hidden, ids.draft])
    expect((await carol.ask('PUT', `/posts/${id}/like`)).statusCode).toBe(404);
  expect((await bob.ask('PUT', `/comments/${commentIds[6]}/like`)).statusCode).toBe(404);
  expect((await forum.app.inject({ method: 'PUT', url: `/c/techcorp${like}` })).statusCode).toBe(401);
});

it('likes comments', async () => {
  expect(likeState.parse((await bob.ask('PUT', `/comments/${commentIds[0]}/like`)).json())).toMatchObject({
    liked: true,
    likeCount: 1,
    points: 3,
  });
  expect(likeState.parse((await bob.ask('DELETE', `/comments/${commentIds[0]}/like`)).json())).toMatchObject({
    likeCount: 0,
  });
});

it('holds every counter and balance when all like each other at once', async () => {
  const posts = Array.from(
    { length: 8 },
    (_, index) => `/posts/01900000-0000-7000-8000-00000000100${index + 1}/like`,
  );
  const comments = commentIds.map((id) => `/comments/${id}/like`);
  const moves = members.flatMap((member, index) =>
    [...posts, ...comments].flatMap((path, target) => [
      () => member.ask('PUT', path),
      ...((index + target) % 3 === 0 ? [() => member.ask('DELETE', path)] : []),
      () => member.ask('PUT', path),
    ]),
  );
  const answers = await Promise.all(moves.map((move) => move()));
  expect(new Set(answers.map((answer) => answer.statusCode))).toEqual(new Set([200, 404, 409]));
  await expectInvariants(forum);
});

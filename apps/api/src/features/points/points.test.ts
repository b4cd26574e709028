import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ids } from '../../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../../testing/forum/forum.fixture.ts';
import { expectInvariants } from '../../testing/forum/invariants.fixture.ts';
import { logIn, type Member } from '../../testing/forum/member.fixture.ts';
import { awayFromMidnight } from '../../testing/midnight.fixture.ts';
import { tip } from './create-tip.ts';
import { economy } from './get-economy.ts';
import { leaderboard } from './get-leaderboard.ts';
import { balance } from './get-my-points.ts';
import { achievementList } from './list-achievements.ts';
import { levelList } from './list-levels.ts';
import { ledgerPage } from './list-my-point-history.ts';

const forum = useForum();
let bob: Member;
let carol: Member;
beforeAll(async () => {
  await awayFromMidnight();
  bob = await logIn(forum, 'bob@example.com');
  carol = await logIn(forum, 'carol@example.com');
  await forum.asOwner((client) =>
    client.query(
      `BEGIN; SELECT agora_set_community('${ids.techcorp}');
       SELECT agora_post_points('${ids.techcorp}', '${ids.bob}', gen_random_uuid(), 100, 'ADJUSTMENT', 'grant:bob');
       SELECT agora_post_points('${ids.techcorp}', '${ids.admin}', gen_random_uuid(), 700, 'ADJUSTMENT', 'grant:admin'); COMMIT`,
    ),
  );
});
afterAll(() => expectInvariants(forum));
const points = async (member: Member) => balance.parse((await member.ask('GET', '/me/points')).json()).points;

describe('POST /tips', () => {
  it('moves points, with an entry on both sides', async () => {
    const answer = await bob.ask('POST', '/tips', { to: 'carol', amount: 30 });
    expect(tip.parse(answer.json())).toMatchObject({ amount: 30, balance: 70 });
    expect([await points(bob), await points(carol)]).toEqual([70, 30]);
    const history = ledgerPage.parse((await carol.ask('GET', '/me/points/history')).json());
    expect(history.items).toMatchObject([
      { sequence: 1, amount: 30, balanceAfter: 30, reason: 'TIP_RECEIVED', sourceId: ids.bob },
    ]);
    expect((await carol.ask('GET', '/me/notifications')).json()).toMatchObject({
      items: [{ kind: 'TIP', actor: { username: 'bob' } }],
    });
  });

  it('never goes below zero, however many come at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => bob.ask('POST', '/tips', { to: 'carol', amount: 20 })),
    );
    expect(answers.filter((answer) => answer.statusCode === 201)).toHaveLength(3);
    expect(answers.find((answer) => answer.statusCode === 409)?.json()).toMatchObject({
      code: 'points.insufficient',
    });
    expect([await points(bob), await points(carol)]).toEqual([10, 90]);
  });

  it('gives once under an idempotency key', async () => {
    const headers = { 'idempotency-key': 'thanks' };
    const tips = await Promise.all(
      [1, 2, 3].map(() => carol.ask('POST', '/tips', { to: 'bob', amount: 5 }, headers)),
    );
    expect(new Set(tips.map((answer) => tip.parse(answer.json()).id)).size).toBe(1);
    expect(await points(carol)).toBe(85);
  });

  it('refuses oneself, nobody, nothing and fractions', async () => {
    expect((await bob.ask('POST', '/tips', { to: 'bob', amount: 1 })).json()).toMatchObject({
      code: 'points.tip_to_self',
    });
    expect((await bob.ask('POST', '/tips', { to: 'nobody', amount: 1 })).statusCode).toBe(404);
    for (const amount of [0, -5, 1.5, 1e9, '5'])
      expect((await bob.ask('POST', '/tips', { to: 'carol', amount })).statusCode).toBe(400);
  });
});

describe('reading', () => {
  it('says how far the next level is', async () => {
    expect(balance.parse((await carol.ask('GET', '/me/points')).json())).toEqual({
      points: 85,
      level: 2,
      levelName: 'Regular',
      nextLevel: { name: 'Trusted', missing: 415 },
    });
  });

  it('says what there is to earn, and what it leads to', async () => {
    const { items } = levelList.parse((await forum.app.inject({ url: '/c/techcorp/levels' })).json());
    expect(items.map((one) => [one.rank, one.name, one.minPoints])).toEqual([
      [1, 'Newcomer', 0],
      [2, 'Regular', 50],
      [3, 'Trusted', 500],
    ]);
    const paid = economy.parse((await forum.app.inject({ url: '/c/techcorp/economy' })).json());
    expect(paid).toMatchObject({
      welcomeBonus: 20,
      likeGiven: 1,
      daily: { likesGiven: 50, likesReceived: 50 },
    });
  });

  it('pages through the history without a gap', async () => {
    const first = ledgerPage.parse((await bob.ask('GET', '/me/points/history?limit=2')).json());
    const second = ledgerPage.parse(
      (await bob.ask('GET', `/me/points/history?limit=100&cursor=${first.next}`)).json(),
    );
    const sequences = [...first.items, ...second.items].map((entry) => entry.sequence);
    expect(sequences).toEqual(sequences.map((_, index) => sequences.length - index));
  });

  it('places users by points, page by page', async () => {
    const first = leaderboard.parse((await bob.ask('GET', '/leaderboard?limit=2')).json());
    expect(first.items.map((rank) => [rank.place, rank.username, rank.points])).toEqual([
      [1, 'admin', 700],
      [2, 'carol', 85],
    ]);
    const second = leaderboard.parse(
      (await bob.ask('GET', `/leaderboard?limit=2&cursor=${first.next}`)).json(),
    );
    expect(second.items.map((rank) => [rank.place, rank.username])).toEqual([
      [3, 'bob'],
      [4, 'moderator'],
    ]);
    expect(second.next).toBeNull();
  });
});

describe('achievements', () => {
  it('are earned by the counters, pay once, and go back with them', async () => {
    await forum.asOwner((client) =>
      client.query(
        `INSERT INTO achievements (community_id, id, code, name, criteria, points)
         VALUES ('${ids.techcorp}', gen_random_uuid(), 'fan', 'Fan', '{"counter": "likesGiven", "atLeast": 12}', 7)`,
      ),
    );
    const given = (await carol.ask('GET', '/users/carol')).json<{ statistics: { likesGiven: number } }>()
      .statistics.likesGiven;
    await forum.asOwner((client) =>
      client.query(`UPDATE achievements SET criteria = '{"counter": "likesGiven", "atLeast": ${given + 1}}'`),
    );
    const liked = await forum.asOwner((client) =>
      client.query<{ id: string }>(
        `SELECT id FROM posts p WHERE community_id = '${ids.techcorp}' AND author_id = '${ids.bob}' AND status = 'PUBLISHED'
         AND NOT EXISTS (SELECT FROM post_likes l WHERE l.community_id = p.community_id AND l.post_id = p.id AND l.user_id = '${ids.carol}') LIMIT 1`,
      ),
    );
    const like = `/posts/${liked.rows[0]?.id}/like`;
    const before = await points(carol);
    await carol.ask('PUT', like);
    const fan = async (member?: Member) => {
      const answer = await (member === undefined
        ? forum.app.inject({ url: '/c/techcorp/achievements' })
        : member.ask('GET', '/achievements'));
      return achievementList
        .parse(answer.json())
        .items.map(({ code, points: pays, progress, goal, earnedAt }) => [
          code,
          pays,
          goal - progress,
          earnedAt !== null,
        ]);
    };
    expect(await fan(carol)).toEqual([['fan', 7, 0, true]]);
    expect(await fan()).toEqual([['fan', 7, given + 1, false]]);
    expect(await points(carol)).toBe(before + 1 + 7);
    expect((await bob.ask('GET', '/users/carol')).json()).toMatchObject({ achievements: [{ code: 'fan' }] });
    await carol.ask('DELETE', like);
    expect((await bob.ask('GET', '/users/carol')).json()).toMatchObject({ achievements: [] });
    await carol.ask('PUT', like);
    expect(await points(carol)).toBe(before + 1 + 7);
  });
});

const streak = async () =>
  (await bob.ask('GET', '/users/carol')).json<{ statistics: { streakDays: number } }>().statistics.streakDays;

describe('days in a row', () => {
  it('are those that end with the last day of which something is left', async () => {
    const said: string[] = [];
    for (const body of ['The day before yesterday', 'Yesterday', 'Today', 'Today, too']) {
      const answer = await carol.ask('POST', `/posts/${ids.firstPost}/comments`, { body });
      said.push(answer.json<{ id: string }>().id);
    }
    await forum.asOwner(async (client) => {
      for (const [index, days] of [2, 1].entries())
        await client.query(`UPDATE comments SET created_at = now() - $2 * interval '1 day' WHERE id = $1`, [
          said[index],
          days,
        ]);
      await client.query('UPDATE user_statistics SET streak_days = 3 WHERE user_id = $1', [ids.carol]);
    });
    const left: number[] = [await streak()];
    for (const id of said.toReversed()) {
      expect((await carol.ask('DELETE', `/comments/${id}`)).statusCode).toBe(204);
      left.push(await streak());
    }
    // Then that of long ago, of which the forum was made.
    expect(left).toEqual([3, 3, 2, 1, 1]);
  });
});

const earned = async (member: Member, reason: string) =>
  ledgerPage
    .parse((await member.ask('GET', '/me/points/history?limit=100')).json())
    .items.filter((entry) => entry.reason === reason).length;

describe('daily caps', () => {
  it('bind what is earned, not what is done, however much comes at once', async () => {
    const economyBefore = await forum.asOwner(async (client) => {
      const { rows } = await client.query<{ daily_likes: number; daily_posts: number }>(
        'SELECT daily_likes, daily_posts FROM point_economies WHERE community_id = $1',
        [ids.techcorp],
      );
      await client.query(
        'UPDATE point_economies SET daily_likes = 3, daily_posts = 2 WHERE community_id = $1',
        [ids.techcorp],
      );
      return rows[0];
    });
    const moderator = await logIn(forum, 'moderator@forum.com');
    const unliked = await forum.asOwner((client) =>
      client.query<{ id: string }>(
        `SELECT id FROM posts p WHERE community_id = $1 AND author_id = $2 AND status = 'PUBLISHED'
         AND NOT EXISTS (SELECT FROM post_likes l WHERE l.community_id = p.community_id AND l.post_id = p.id AND l.user_id = $3) LIMIT 6`,
        [ids.techcorp, ids.bob, ids.moderator],
      ),
    );
    const answers = await Promise.all([
      ...unliked.rows.map(({ id }) => moderator.ask('PUT', `/posts/${id}/like`)),
      ...[1, 2, 3, 4].map((n) =>
        moderator.ask('POST', '/posts', { channel: 'general', title: `Post ${n}`, body: 'At once.' }),
      ),
    ]);
    expect(answers.filter((answer) => answer.statusCode < 300)).toHaveLength(10);
    expect([await earned(moderator, 'LIKE_GIVEN'), await earned(moderator, 'POST')]).toEqual([3, 2]);
    expect(await earned(bob, 'LIKE_RECEIVED')).toBe(3);
    // What earned its points once earns none again, taken back and given anew.
    const [first] = unliked.rows;
    await moderator.ask('DELETE', `/posts/${first?.id}/like`);
    await moderator.ask('PUT', `/posts/${first?.id}/like`);
    expect(await earned(moderator, 'LIKE_GIVEN')).toBe(3);
    await forum.asOwner((client) =>
      client.query('UPDATE point_economies SET daily_likes = $2, daily_posts = $3 WHERE community_id = $1', [
        ids.techcorp,
        economyBefore?.daily_likes,
        economyBefore?.daily_posts,
      ]),
    );
  });
});

import { expect, test } from 'vitest';
import { achievements, channels, levels, tags } from '../../text/reference.ts';
import { estimateLoad } from './estimate.ts';
import { decide } from '../../simulation/decide.ts';
import { communitiesOf } from '../../simulation/scale.ts';

test('a load makes about as many rows of each large table as its dry run foretells', () => {
  const scale = 0.5;
  const { communities, rows, tables } = estimateLoad(scale);
  const made: Record<string, number> = {};
  const add = (table: string, count: number): void => {
    made[table] = (made[table] ?? 0) + count;
  };
  for (const { ordinal, users } of communitiesOf(scale)) {
    const seed = { seed: 20_261_120, referenceMs: Date.parse('2026-11-20T18:00:00Z') };
    const { plan, outcome } = decide(seed, { ordinal, users }, true);
    add('posts', plan.posts);
    add('comments', plan.commentPost.length);
    add('post_likes', plan.postLikeUser.length);
    add('comment_likes', plan.commentLikeUser.length);
    add('point_transactions', outcome!.ledger.user.length);
  }
  for (const [table, count] of Object.entries(made)) {
    const near = Math.abs(tables[table]! / count - 1) < 0.1;
    expect({ table, near, foretold: tables[table], count }).toMatchObject({ near: true });
  }
  expect(Object.values(tables).reduce((sum, count) => sum + count, 0)).toBe(rows);
  expect(tables).toMatchObject({
    communities,
    levels: levels.length * communities,
    achievements: achievements.length * communities,
    tags: tags.length * communities,
    channels: channels.length * communities,
  });
});

import type { EconomyText } from '@agora/db/economy';
import { drawsOf } from './story.fixture.ts';

/** Rules that a story reaches: small caps and goals, and worths of which some are nothing. */
export function rulesOfSeed(seed: number): EconomyText {
  const draw = drawsOf(seed + 1_000_003);
  return {
    economy: {
      post: draw(12),
      comment: draw(5),
      likeGiven: draw(3),
      likeReceived: draw(4),
      answerAccepted: draw(20),
      welcomeBonus: draw(25),
      dailyPosts: draw(4),
      dailyComments: draw(5),
      dailyLikes: draw(6),
    },
    levels: [
      { rank: 1, minPoints: 0 },
      { rank: 2, minPoints: 15 + draw(10) },
      { rank: 3, minPoints: 40 + draw(20) },
    ],
    achievements: [
      { counter: 'posts', atLeast: 1, points: draw(4) },
      { counter: 'likesReceived', atLeast: 2 + draw(3), points: 4 },
      { counter: 'streakDays', atLeast: 2, points: 6 },
      { counter: 'posts', atLeast: 3, points: 5 },
      { counter: 'comments', atLeast: 2 + draw(3), points: 3 },
      { counter: 'likesGiven', atLeast: 2 + draw(4), points: 0 },
      { counter: 'streakDays', atLeast: 3, points: 1 },
      { counter: 'likesGiven', atLeast: 3, points: 2 },
    ],
  };
}

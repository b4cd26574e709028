import type { Operation } from '../../http/operation.ts';
import { createTip } from './create-tip.ts';
import { getEconomy } from './get-economy.ts';
import { getLeaderboard } from './get-leaderboard.ts';
import { getMyPoints } from './get-my-points.ts';
import { listAchievements } from './list-achievements.ts';
import { listLevels } from './list-levels.ts';
import { listMyPointHistory } from './list-my-point-history.ts';

/** What earns points and what they lead to, balances, their history, the leaderboard, and tips. */
export const points: readonly Operation[] = [
  listLevels,
  getEconomy,
  listAchievements,
  getLeaderboard,
  getMyPoints,
  listMyPointHistory,
  createTip,
];

import { countersOf, type EconomyOutcome, foldEconomy, startOfDay } from '../../../economy/index.ts';
import { referenceRules } from '../../text/reference-rules.ts';
import { actsOf, planAdjustments } from './acts.ts';
import type { CommunityContext } from '../model/community.ts';
import type { ForumPlan, PlannedAchievement, PlannedContent, PlannedStanding } from '../model/forum-plan.ts';
import { planLedger } from './ledger.ts';
import { settle } from './settlement.ts';

/**
 * All that follows from the content by the point economy, and for the sample accounts the tips that bring them to their
 * balances.
 */
export function planEconomy(
  ctx: CommunityContext,
  content: PlannedContent,
): Pick<ForumPlan, 'standing' | 'achievements' | 'ledger' | 'tips'> {
  const texts = planAdjustments(ctx);
  const earned = foldEconomy(referenceRules, actsOf(ctx, content, [], texts));
  const { tips, filled } = settle(ctx, content, earned.ledger);
  const adjustments = [...texts, ...filled];
  const outcome = foldEconomy(referenceRules, actsOf(ctx, content, tips, adjustments));
  return {
    standing: content.users.map((_, user) => standingOf(outcome, user)),
    achievements: achievementsOf(outcome),
    tips,
    ledger: planLedger(ctx, { ...content, tips, adjustments }, outcome.ledger),
  };
}

function standingOf({ standing }: EconomyOutcome, user: number): PlannedStanding {
  const day = standing.lastActiveDay[user]!;
  return {
    points: standing.points[user]!,
    entries: standing.entries[user]!,
    level: standing.level[user]!,
    counted: countersOf(standing, user),
    lastActiveOn: day < 0 ? null : startOfDay(day),
    lastActAt: standing.lastActAt[user]!,
  };
}

function achievementsOf({ progress }: EconomyOutcome): PlannedAchievement[] {
  return Array.from({ length: progress.user.length }, (_, n) => {
    const earnedAt = progress.earnedAt.data[n]!;
    return {
      user: progress.user.data[n]!,
      achievement: progress.achievement.data[n]!,
      progress: progress.progress.data[n]!,
      earnedAt: earnedAt === 0 ? null : earnedAt,
      startedAt: progress.begunAt.data[n]!,
    };
  });
}

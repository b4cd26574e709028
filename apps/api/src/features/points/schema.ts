import type { PointReason, PointSource } from '@agora/db';
import { z } from 'zod';
import { page } from '../../domain/page.ts';
import { id, time } from '../../domain/values.ts';
import { author, username } from '../../domain/people.ts';

export const ledgerEntry = z
  .object({
    id,
    sequence: z.int().describe('1 for the first entry, then without gaps'),
    amount: z.int().describe('Points gained or, negative, spent'),
    balanceAfter: z.int(),
    reason: z.enum([
      'WELCOME',
      'POST',
      'COMMENT',
      'LIKE_GIVEN',
      'LIKE_RECEIVED',
      'ANSWER_ACCEPTED',
      'ACHIEVEMENT',
      'TIP_SENT',
      'TIP_RECEIVED',
      'ADJUSTMENT',
    ] satisfies PointReason[]),
    sourceType: z
      .enum(['POST', 'COMMENT', 'POST_LIKE', 'COMMENT_LIKE', 'ACHIEVEMENT', 'USER'] satisfies PointSource[])
      .nullable(),
    sourceId: id.nullable(),
    createdAt: time,
  })
  .meta({ id: 'LedgerEntry' });

export const ledgerPage = page(ledgerEntry).meta({ id: 'LedgerPage' });

export const balance = z
  .object({
    points: z.int(),
    level: z.int(),
    levelName: z.string().nullable(),
    nextLevel: z.object({ name: z.string(), missing: z.int().describe('Points to go') }).nullable(),
  })
  .meta({ id: 'Balance' });

export const levelList = z
  .object({
    items: z.array(
      z.object({ rank: z.int().describe('1 is the lowest'), name: z.string(), minPoints: z.int() }),
    ),
  })
  .meta({ id: 'LevelList' });

export const economy = z
  .object({
    post: z.int(),
    comment: z.int(),
    likeGiven: z.int(),
    likeReceived: z.int(),
    answerAccepted: z.int(),
    welcomeBonus: z.int(),
    daily: z
      .object({ posts: z.int(), comments: z.int(), likesGiven: z.int(), likesReceived: z.int() })
      .describe('How many of a kind earn points in a day (UTC); more are welcome, and earn none'),
  })
  .meta({ id: 'Economy', description: 'Points that an act earns' });

export const achievementList = z
  .object({
    items: z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        description: z.string(),
        points: z.int().describe('What earning it pays, once'),
        counter: z.string().describe('Which of the statistics of a profile is counted'),
        goal: z.int(),
        progress: z.int().describe('How far you are, at most the goal; 0 without a token'),
        earnedAt: time.nullable(),
      }),
    ),
  })
  .meta({ id: 'AchievementList' });

export const rank = author.extend({ place: z.int(), points: z.int(), level: z.int() }).meta({ id: 'Rank' });
export const leaderboard = page(rank).meta({ id: 'Leaderboard' });

export const tipRequest = z
  .strictObject({ to: username.describe('Username of who gets it'), amount: z.int().min(1).max(1_000_000) })
  .meta({ id: 'TipRequest' });

export const tip = z
  .object({ id, amount: z.int(), balance: z.int().describe('Your balance after it') })
  .meta({ id: 'Tip' });

export type LevelList = z.output<typeof levelList>;
export type Economy = z.output<typeof economy>;
export type AchievementList = z.output<typeof achievementList>;
export type LedgerPage = z.output<typeof ledgerPage>;
export type Balance = z.output<typeof balance>;
export type Leaderboard = z.output<typeof leaderboard>;
export type Tip = z.output<typeof tip>;

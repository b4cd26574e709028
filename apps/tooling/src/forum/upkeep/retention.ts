import { AgoraError } from '@agora/core';
import * as z from 'zod';
import type { SetCommunity } from './in-communities.ts';

/** Days that each thing is kept; null: for ever. */
export interface Retention {
  /** Days without a comment after which a thread is archived. */
  readonly threads: number | null;
  readonly readNotifications: number | null;
  readonly unreadNotifications: number | null;
  /** Answers kept for requests that are sent again, and marks of mails that were sent. */
  readonly idempotencyKeys: number | null;
  /** After the end of tokens, sessions and grants, which are of no use then. */
  readonly expired: number | null;
}

/** What holds where a community's settings say nothing: the one place of these numbers. */
export const defaultRetention: Retention = {
  threads: 365,
  readNotifications: 90,
  unreadNotifications: 365,
  idempotencyKeys: 7,
  expired: 1,
};

const days = (least: number): z.ZodNullable<z.ZodInt> => z.int().min(least).max(36_500).nullable();

const settings = z
  .strictObject({
    threads: days(1),
    readNotifications: days(1),
    unreadNotifications: days(1),
    // The mark of a weekly mail keeps it from being sent again for as long as the week that it tells of is looked at.
    idempotencyKeys: days(7),
    // A sign-in under way takes ten minutes at most, and the grant remembers that its answer was taken.
    expired: days(1),
  })
  .partial();

/**
 * Reads what communities keep for how long, by their ids: `settings.retention` over {@link defaultRetention}.
 * @throws AgoraError `cli.invalid_retention`, which names every community whose setting cannot be used
 */
export function readRetention(communities: readonly SetCommunity[]): ReadonlyMap<string, Retention> {
  const read = new Map<string, Retention>();
  const faults: string[] = [];
  for (const { id, slug, settings: all } of communities) {
    const given = z.looseObject({ retention: settings.optional() }).safeParse(all);
    if (given.success) {
      const set = Object.entries(given.data.retention ?? {}).filter(([, value]) => value !== undefined);
      read.set(id, { ...defaultRetention, ...Object.fromEntries(set) });
    } else {
      faults.push(
        ...given.error.issues.map((issue) => `${slug}: settings.${issue.path.join('.')}: ${issue.message}`),
      );
    }
  }
  if (faults.length === 0) return read;
  throw new AgoraError({
    code: 'cli.invalid_retention',
    message: 'What a community keeps for how long cannot be read. Nothing was changed.',
    why: faults.join('\n'),
    fix: `Numbers of days, or null for ever: UPDATE communities SET settings = settings || '{"retention": ${JSON.stringify({ threads: 365, readNotifications: 90 })}}' WHERE slug = '...'`,
  });
}

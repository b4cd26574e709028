import { z } from 'zod';
import { found } from '../../api-error.ts';
import { version } from '../../domain/content.ts';
import { role } from '../../domain/people.ts';
import { line, text } from '../../domain/text.ts';
import { id, slug, time } from '../../domain/values.ts';
import type { ChannelsRow } from './channels.sql.ts';

export const channel = z
  .object({
    version,
    id,
    slug,
    name: z.string(),
    description: z.string(),
    position: z.int().describe('Order in the list, 0 first'),
    postRole: role.describe('The least role that may open a post here'),
    slowSeconds: z
      .int()
      .nullable()
      .describe('Seconds that one person waits between two comments; null: none'),
    postCount: z.int().describe('Published posts'),
    lastActivityAt: time.nullable(),
  })
  .meta({ id: 'Channel', description: 'A room of the forum with one subject' });

// What administrators write of a channel.
export const channelName = line(80);
export const channelDescription = text(500);
export const channelPosition = z.int().min(0).max(32_767);

/** What is said to who may not. */
export const channelRefusals = {
  'auth.forbidden': 'Only administrators keep the channels.',
  'conflict.duplicate': 'There is a channel of that slug.',
} as const;

/** A channel as it is answered. */
export function channelOf(row: ChannelsRow | undefined): z.input<typeof channel> {
  const { lastActivityAt, ...rest } = found(row, 'channel');
  return { ...rest, lastActivityAt: lastActivityAt?.toISOString() ?? null };
}

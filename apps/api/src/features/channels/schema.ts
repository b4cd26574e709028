import type { UserRole } from '@agora/db';
import { z } from 'zod';
import { id, slug } from '../../schema/values.ts';

export const role = z.enum(['ADMIN', 'MODERATOR', 'MEMBER'] satisfies UserRole[]);

export const channelSummary = z.object({ id, slug, name: z.string() }).meta({ id: 'ChannelSummary' });

export const channel = z
  .object({
    id,
    slug,
    name: z.string(),
    description: z.string(),
    position: z.int().describe('Order in the list, 0 first'),
    postRole: role.describe('The least role that may open a post here'),
    postCount: z.int().describe('Published posts'),
    lastActivityAt: z.iso.datetime({ offset: true }).nullable(),
  })
  .meta({ id: 'Channel', description: 'A room of the forum with one subject' });

export const channelList = z.object({ items: z.array(channel) }).meta({ id: 'ChannelList' });

export type Channel = z.output<typeof channel>;
export type ChannelList = z.output<typeof channelList>;

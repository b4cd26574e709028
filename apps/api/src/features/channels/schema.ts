import { z } from 'zod';
import { role } from '../../domain/people.ts';
import { line, text } from '../../domain/text.ts';
import { id, slug } from '../../domain/values.ts';

export const channel = z
  .object({
    version: z.int().describe('Changes with every edit; what If-Match is compared with'),
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

const name = line(80);
const description = text(500);
const position = z.int().min(0).max(32_767);

export const newChannel = z
  .strictObject({
    slug,
    name,
    description: description.default(''),
    position: position.optional().describe('Order in the list; the last without it'),
    postRole: role.default('MEMBER').describe('The least role that may open a post here'),
  })
  .meta({ id: 'NewChannel' });

export const channelEdit = z
  .strictObject({
    name: name.optional(),
    description: description.optional(),
    position: position.optional(),
    postRole: role.optional(),
  })
  .meta({ id: 'ChannelEdit', description: 'What changes of a channel; its slug is in addresses, and stays' });

export type Channel = z.output<typeof channel>;
export type ChannelList = z.output<typeof channelList>;

import { z } from 'zod';
import { operation } from '../../http/operation.ts';
import { channel, channelOf } from './channel.ts';
import { channelsSql } from './channels.sql.ts';

export const channelList = z.object({ items: z.array(channel) }).meta({ id: 'ChannelList' });

export const listChannels = operation({
  id: 'listChannels',
  method: 'GET',
  path: '/channels',
  tag: 'channels',
  summary: 'List the channels in their order',
  answers: { 200: channelList },
  async handle({ forum, community }) {
    const [rows] = await forum.run(channelsSql({ communityId: community.id, slug: null }));
    return { items: rows.map(channelOf) };
  },
});

import { z } from 'zod';
import { slug } from '../../domain/values.ts';
import { operation } from '../../http/operation.ts';
import { tagShown } from '../../http/versions.ts';
import { channel, channelOf } from './channel.ts';
import { channelsSql } from './channels.sql.ts';

export const getChannel = operation({
  id: 'getChannel',
  method: 'GET',
  path: '/channels/:channel',
  tag: 'channels',
  summary: 'Read a channel',
  params: { channel: slug },
  answers: { 200: channel, 304: z.undefined().describe('You have it already') },
  async handle({ forum, community, params, request, reply }) {
    const wanted = { communityId: community.id, slug: params.channel };
    const shown = channelOf(await forum.one(channelsSql(wanted)));
    const tagged = { version: shown.version, content: JSON.stringify(shown), complete: true };
    return tagShown(request, reply, tagged) ? reply.code(304).send() : shown;
  },
});

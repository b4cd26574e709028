import { z } from 'zod';
import { found } from '../../api-error.ts';
import { call } from '../../database/statement.ts';
import type { App, Dependencies } from '../../dependencies.ts';
import { tagVersion } from '../../http/versions.ts';
import { sendWrittenJson } from '../../http/written-json.ts';
import { problems } from '../../http/problem.ts';
import { communityParams, slug } from '../../domain/values.ts';
import { channelBySlug, channelsOfCommunity } from './queries.ts';
import { channel, channelList } from './schema.ts';

/** The rooms of a community. */
export function channelRoutes(app: App, { database }: Dependencies): void {
  app.get(
    '/channels',
    {
      schema: {
        tags: ['channels'],
        summary: 'List the channels in their order',
        params: communityParams,
        response: { 200: channelList, ...problems(404) },
      },
    },
    async ({ community, scope }) =>
      found(await database.one(scope, call(channelsOfCommunity, community.id)), 'community'),
  );
  app.get(
    '/channels/:channel',
    {
      schema: {
        tags: ['channels'],
        summary: 'Read a channel',
        params: communityParams.extend({ channel: slug }),
        response: { 200: channel, 304: z.undefined().describe('You have it already'), ...problems(404) },
      },
    },
    async (request, reply) => {
      const { community, scope, params } = request;
      const read = call(channelBySlug, community.id, params.channel);
      const body = found(await database.json(scope, read), 'channel');
      if (tagVersion(request, reply, body)) return reply.code(304).send();
      return sendWrittenJson(reply, body);
    },
  );
}

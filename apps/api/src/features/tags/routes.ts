import { z } from 'zod';
import { found } from '../../api-error.ts';
import { call } from '../../database/statement.ts';
import type { App, Dependencies } from '../../dependencies.ts';
import { tagVersion } from '../../http/versions.ts';
import { sendWrittenJson } from '../../http/written-json.ts';
import { problems } from '../../http/problem.ts';
import { communityParams, slug } from '../../domain/values.ts';
import { tagBySlug, tagsOfCommunity } from './queries.ts';
import { tag, tagList } from './schema.ts';

/** The labels of a community. */
export function tagRoutes(app: App, { database }: Dependencies): void {
  app.get(
    '/tags',
    {
      schema: {
        tags: ['tags'],
        summary: 'List the tags',
        params: communityParams,
        response: { 200: tagList, ...problems(404) },
      },
    },
    async ({ community, scope }) =>
      found(await database.one(scope, call(tagsOfCommunity, community.id)), 'community'),
  );
  app.get(
    '/tags/:tag',
    {
      schema: {
        tags: ['tags'],
        summary: 'Read a tag',
        params: communityParams.extend({ tag: slug }),
        response: { 200: tag, 304: z.undefined().describe('You have it already'), ...problems(404) },
      },
    },
    async (request, reply) => {
      const { community, scope, params } = request;
      const body = found(await database.json(scope, call(tagBySlug, community.id, params.tag)), 'tag');
      if (tagVersion(request, reply, body)) return reply.code(304).send();
      return sendWrittenJson(reply, body);
    },
  );
}

import { z } from 'zod';
import { found } from '../../api-error.ts';
import { call } from '../../database/statement.ts';
import type { App, Dependencies } from '../../dependencies.ts';
import { tagVersion } from '../../plugins/versions.ts';
import { sendWrittenJson } from '../../plugins/written-json.ts';
import { readCursor } from '../../schema/page.ts';
import { problems } from '../../schema/problem.ts';
import { communityParams, id, time } from '../../schema/values.ts';
import { postListing, postWithThread } from './queries.ts';
import { ViewCounter } from './view-counter.ts';
import { post, postListQuery, postPage } from './schema.ts';

/** Reading posts: PostgreSQL writes the JSON, the API passes it on; the tests check it against the schemas. */
export function postRoutes(app: App, { database }: Dependencies): void {
  const views = new ViewCounter(database, app.log);
  app.addHook('onClose', () => views.close());
  app.get(
    '/posts',
    {
      schema: {
        tags: ['posts'],
        summary: 'List published posts',
        params: communityParams,
        querystring: postListQuery,
        response: { 200: postPage, ...problems(404) },
      },
    },
    async ({ community, scope, query: { cursor, ...query } }, reply) => {
      const value = query.sort === 'top' ? z.int() : time;
      const after = cursor === undefined ? undefined : readCursor(query.sort, z.tuple([value, id]), cursor);
      const body = await database.json(scope, postListing({ ...query, communityId: community.id, after }));
      return sendWrittenJson(reply, body);
    },
  );
  app.get(
    '/posts/:post',
    {
      schema: {
        tags: ['posts'],
        summary: 'Read a post with its whole thread',
        description:
          'The ETag changes with whatever is edited, written, liked or shown otherwise, but not with `viewCount`: after a 304 ' +
          'yours may be an old one.',
        params: communityParams.extend({ post: id }),
        response: { 200: post, 304: z.undefined().describe('You have it already'), ...problems(404) },
      },
    },
    async (request, reply) => {
      const { community, params, scope, viewer } = request;
      const read = call(postWithThread, community.id, params.post, viewer?.userId ?? null);
      const body = found(await database.json(scope, read), 'post');
      views.count(community.id, params.post);
      if (tagVersion(request, reply, body, 'viewCount')) return reply.code(304).send();
      return sendWrittenJson(reply, body);
    },
  );
}

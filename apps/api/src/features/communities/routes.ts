import { z } from 'zod';
import type { App, Dependencies } from '../../dependencies.ts';
import { sendWrittenJson } from '../../http/written-json.ts';
import { pageQuery, plannedSize, readCursor } from '../../domain/page.ts';
import { problems } from '../../http/problem.ts';
import { communityParams } from '../../domain/values.ts';
import { communityListing } from '../../domain/communities/queries.ts';
import { community, communityPage } from '../../domain/communities/schema.ts';

/** The communities that this installation hosts. */
export function communityListRoutes(app: App, { database }: Dependencies): void {
  app.get(
    '/communities',
    {
      schema: {
        tags: ['communities'],
        summary: 'List the communities',
        querystring: pageQuery,
        response: { 200: communityPage, ...problems(422, 503) },
      },
    },
    async (request, reply) => {
      const { limit, cursor } = request.query;
      const after = cursor === undefined ? undefined : readCursor('communities', z.string(), cursor);
      const body = await database.json(undefined, communityListing(limit, plannedSize(limit), after));
      return sendWrittenJson(reply, body);
    },
  );
}

/** One community, below its own address. */
export function communityRoutes(app: App): void {
  app.get(
    '/',
    {
      schema: {
        tags: ['communities'],
        summary: 'Read a community',
        params: communityParams,
        response: { 200: community, ...problems(404) },
      },
    },
    (request) => request.community,
  );
}

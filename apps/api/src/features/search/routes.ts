import { z } from 'zod';
import type { App, Dependencies } from '../../dependencies.ts';
import { sendWrittenJson } from '../../http/written-json.ts';
import { plannedSize, readCursor } from '../../domain/page.ts';
import { problems } from '../../http/problem.ts';
import { communityParams, id } from '../../domain/values.ts';
import { searchListing } from './queries.ts';
import { searchPage, searchQuery } from './schema.ts';

/** Full-text search in published posts. */
export function searchRoutes(app: App, { database }: Dependencies): void {
  app.get(
    '/search',
    {
      schema: {
        tags: ['posts'],
        summary: 'Search posts, the best first, with the hits marked',
        params: communityParams,
        querystring: searchQuery,
        response: { 200: searchPage, ...problems(404) },
      },
    },
    async ({ community, scope, query: { q, limit, cursor } }, reply) => {
      const key = z.tuple([z.number(), id]);
      const after = cursor === undefined ? undefined : readCursor('search', key, cursor);
      const listing = searchListing(community.id, q, limit, plannedSize(limit), after);
      return sendWrittenJson(reply, await database.json(scope, listing));
    },
  );
}

import { z } from 'zod';
import { call, statement } from '../../database/statement.ts';
import type { App, Dependencies } from '../../dependencies.ts';
import { sendWrittenJson } from '../../plugins/written-json.ts';
import { problems } from '../../schema/problem.ts';
import { communityParams, slug } from '../../schema/values.ts';
import { postFields, postJoins } from './queries.ts';
import { postSummary } from './schema.ts';

export const pinnedPosts = z
  .object({ items: z.array(postSummary) })
  .meta({ id: 'PinnedPosts', description: 'What stands above a list of posts' });
export type PinnedPosts = z.output<typeof pinnedPosts>;

/** What moderators pinned, in one channel (a slug) or all, the latest activity first; there is an index of it alone. */
export const pinnedListing = statement<[communityId: string, channel: string | null], PinnedPosts>(
  'pinned_posts',
  `SELECT json_build_object('items', coalesce(json_agg(item ORDER BY last_activity_at DESC, id DESC), '[]')) FROM (
     SELECT json_build_object(${postFields}, 'excerpt', left(p.body, 240)) AS item, p.last_activity_at, p.id
     FROM posts p ${postJoins}
     WHERE p.community_id = $1 AND p.pinned AND p.status = 'PUBLISHED' AND ($2::text IS NULL OR ch.slug = $2)
     ORDER BY p.last_activity_at DESC, p.id DESC LIMIT 20) pinned`,
);

/** The posts that clients show above a channel's list, whatever its order. */
export function pinnedPostRoutes(app: App, { database }: Dependencies): void {
  app.get(
    '/pinned',
    {
      schema: {
        tags: ['posts'],
        summary: 'List the pinned posts, at most twenty: they come before those of a list',
        params: communityParams,
        querystring: z.object({ channel: slug.optional().describe('Only those of this channel') }),
        response: { 200: pinnedPosts, ...problems(404) },
      },
    },
    async ({ community, scope, query }, reply) =>
      sendWrittenJson(
        reply,
        await database.json(scope, call(pinnedListing, community.id, query.channel ?? null)),
      ),
  );
}

import { z } from 'zod';
import { type SqlValue, type Statement, statement } from '../../../database/statement.ts';
import type { App, Dependencies } from '../../../dependencies.ts';
import { requireViewer } from '../../../http/viewer.ts';
import { sendWrittenJson } from '../../../http/written-json.ts';
import { pageOf, pageQuery, plannedSize, readCursor } from '../../../domain/page.ts';
import { problems } from '../../../http/problem.ts';
import { communityParams, id, time } from '../../../domain/values.ts';
import { postFields, postJoins } from '../../../database/fragments.ts';
import { type PostPage, postPage, postStatus } from '../../../domain/content.ts';

const ownPostsQuery = pageQuery.extend({
  status: postStatus.optional().describe('Only drafts, for one; all without it'),
});

const key = z.tuple([time, id]);

/** A person's own posts of any status: what others see of them stands in the listing of all posts. */
const ownPosts = (status: boolean, after: boolean, size: number): Statement<SqlValue[], PostPage> => {
  const place = status ? 5 : 4;
  return statement(
    `own_posts_${status ? 'status' : 'all'}_${after ? 'after' : 'first'}_${size}`,
    pageOf(
      'own',
      `SELECT json_build_object(${postFields}, 'excerpt', left(p.body, 240)) AS item, json_build_array(p.created_at, p.id) AS key
       FROM posts p ${postJoins}
       WHERE p.community_id = $1 AND p.author_id = $3 ${status ? 'AND p.status = $4::post_status' : ''}
         ${after ? `AND (p.created_at, p.id) < ($${place}::timestamptz, $${place + 1}::uuid)` : ''}
       ORDER BY p.created_at DESC, p.id DESC`,
      size,
      '$2',
    ),
  );
};

/** What one wrote oneself: drafts, and what was hidden or archived, stand in no other list. */
export function ownPostRoutes(app: App, { database }: Dependencies): void {
  app.get(
    '/me/posts',
    {
      schema: {
        tags: ['posts'],
        summary: 'List your own posts, drafts and hidden ones too, the newest first',
        security: [{ accessToken: [] }],
        params: communityParams,
        querystring: ownPostsQuery,
        response: { 200: postPage, ...problems(401, 403, 404) },
      },
    },
    async (request, reply) => {
      const viewer = requireViewer(request);
      const { communityId, userId } = viewer;
      const { limit, cursor, status } = request.query;
      const after = cursor === undefined ? undefined : readCursor('own', key, cursor);
      const listing = {
        statement: ownPosts(status !== undefined, after !== undefined, plannedSize(limit)),
        parameters: [communityId, limit, userId, ...(status === undefined ? [] : [status]), ...(after ?? [])],
      };
      return sendWrittenJson(reply, await database.json(viewer, listing));
    },
  );
}

import { z } from 'zod';
import { postSummary } from '../../../domain/content.ts';
import { slug } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';
import { sendWrittenJson } from '../../../http/written-json.ts';
import { pinnedPostsSql } from './pinned-posts.sql.ts';

export const pinnedPosts = z
  .object({ items: z.array(postSummary) })
  .meta({ id: 'PinnedPosts', description: 'What stands above a list of posts' });

/** Clients show them above a channel's list, whatever its order: the latest activity first. */
export const listPinnedPosts = operation({
  id: 'listPinnedPosts',
  method: 'GET',
  path: '/pinned',
  tag: 'posts',
  summary: 'List the pinned posts, at most twenty: they come before those of a list',
  query: z.object({ channel: slug.optional().describe('Only those of this channel') }),
  answers: { 200: pinnedPosts },
  async handle({ forum, community, query, reply }) {
    const wanted = { communityId: community.id, channel: query.channel ?? null };
    const [rows] = await forum.run(pinnedPostsSql(wanted));
    return sendWrittenJson(reply, `{"items":[${rows.map(({ item }) => item).join(',')}]}`);
  },
});

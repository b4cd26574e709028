import { postPage } from '../../../domain/content.ts';
import { pageQuery } from '../../../domain/page.ts';
import { username } from '../../../domain/people.ts';
import { slug } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';
import { sendWrittenJson, writtenPage } from '../../../http/written-json.ts';
import { listPostsSql, pageOfPosts, postSort } from './ordered/post-list.ts';

const postListQuery = pageQuery.extend({
  sort: postSort.default('active').describe('Newest first, most liked first, or latest activity first'),
  channel: slug.optional().describe('Only posts of this channel'),
  tag: slug.optional().describe('Only posts that carry this tag'),
  author: username.optional().describe('Only posts of this user'),
});

export const listPosts = operation({
  id: 'listPosts',
  method: 'GET',
  path: '/posts',
  tag: 'posts',
  summary: 'List published posts',
  query: postListQuery,
  answers: { 200: postPage },
  async handle({ forum, community, query, reply }) {
    const [rows] = await forum.run(listPostsSql({ communityId: community.id, ...query }));
    return sendWrittenJson(reply, writtenPage(pageOfPosts(query, rows)));
  },
});

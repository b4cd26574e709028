import { readCommunityPage } from '../../domain/communities/community-page.ts';
import { communityPage } from '../../domain/communities/schema.ts';
import { pageQuery } from '../../domain/page.ts';
import { siteOperation } from '../../http/operation.ts';

export const listCommunities = siteOperation({
  id: 'listCommunities',
  method: 'GET',
  path: '/communities',
  tag: 'communities',
  summary: 'List the communities',
  query: pageQuery,
  answers: { 200: communityPage },
  refusals: [422, 503],
  handle: ({ forum, query }) => readCommunityPage(forum, query),
});

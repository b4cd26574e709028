import { z } from 'zod';
import { found } from '../../api-error.ts';
import { call, statement } from '../../database/statement.ts';
import type { App, Dependencies } from '../../dependencies.ts';
import { problems } from '../../schema/problem.ts';
import { communityParams } from '../../schema/values.ts';
import { tagSummary } from '../posts/schema.ts';

const tagList = z
  .object({
    items: z.array(tagSummary.extend({ postCount: z.int().describe('Published posts that carry it') })),
  })
  .meta({ id: 'TagList' });

const tagsOfCommunity = statement<[communityId: string], z.output<typeof tagList>>(
  'tags_of_community',
  `SELECT json_build_object('items', coalesce(json_agg(json_build_object('slug', t.slug, 'name', t.name, 'colour', t.colour,
     'postCount', (SELECT count(*) FROM post_tags pt JOIN posts p ON p.community_id = $1 AND p.id = pt.post_id AND p.status = 'PUBLISHED'
       WHERE pt.community_id = $1 AND pt.tag_id = t.id)) ORDER BY t.slug), '[]'))
   FROM tags t WHERE t.community_id = $1`,
);

/** The labels of a community. */
export function tagRoutes(app: App, { database }: Dependencies): void {
  app.get(
    '/tags',
    {
      schema: {
        tags: ['posts'],
        summary: 'List the tags',
        params: communityParams,
        response: { 200: tagList, ...problems(404) },
      },
    },
    async ({ community, scope }) =>
      found(await database.one(scope, call(tagsOfCommunity, community.id)), 'community'),
  );
}

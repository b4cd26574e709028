import { type SqlValue, type Statement, statement } from '../../database/statement.ts';
import { pageOf } from '../page.ts';
import type { Community, CommunityPage } from './schema.ts';

const columns = `json_build_object('id', id, 'slug', slug, 'name', name, 'description', description, 'createdAt', created_at)`;

/** A community by slug or id: parameters are the key, and the key as a uuid when it is one. */
export const communityByKey = statement<[key: string, id: string | null], Community>(
  'community_by_key',
  `SELECT ${columns} FROM communities WHERE slug = $1 OR id = $2`,
);

const listing = (after: boolean, size: number): Statement<SqlValue[], CommunityPage> =>
  statement(
    `communities_${after ? 'after' : 'first'}_${size}`,
    pageOf(
      'communities',
      `SELECT ${columns} AS item, to_json(slug) AS key FROM communities ${after ? 'WHERE slug > $2' : ''} ORDER BY slug`,
      size,
      '$1',
    ),
  );

/** Communities by slug. */
export function communityListing(limit: number, size: number, after: string | undefined) {
  return {
    statement: listing(after !== undefined, size),
    parameters: after === undefined ? [limit] : [limit, after],
  };
}

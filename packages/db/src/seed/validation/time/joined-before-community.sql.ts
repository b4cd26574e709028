// Made from joined-before-community.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface JoinedBeforeCommunityParameters {
  readonly communities: readonly (string)[] | null;
}

export interface JoinedBeforeCommunityRow {
  readonly community_id: string;
  readonly row: string;
  readonly detail: string | null;
}

export const joinedBeforeCommunitySql = sql<JoinedBeforeCommunityParameters, JoinedBeforeCommunityRow>({
  name: 'joined-before-community',
  parameters: ['communities'],
  text: `SELECT u.community_id, u.username AS row, format('joined at %s, the community began at %s', u.created_at, c.created_at) AS detail
  FROM users u JOIN communities c ON c.id = u.community_id
 WHERE ($1::uuid[] IS NULL OR u.community_id = ANY ($1)) AND u.created_at < c.created_at`,
});

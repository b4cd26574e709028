// Made from left-for-good.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface LeftForGoodParameters {
  readonly communities: readonly (string)[] | null;
}

export interface LeftForGoodRow {
  readonly community_id: string;
  readonly row: string;
  readonly detail: string | null;
}

export const leftForGoodSql = [sql<LeftForGoodParameters, LeftForGoodRow>({
  name: 'left-for-good-1',
  parameters: ['communities'],
  text: `SELECT community_id, username AS row, 'has a name, an address, a role, a password, a picture or a text still' AS detail
  FROM users u WHERE ($1::uuid[] IS NULL OR u.community_id = ANY ($1)) AND status = 'DEACTIVATED'
   AND (password_hash IS NOT NULL OR avatar IS NOT NULL OR bio <> '' OR role <> 'MEMBER' OR email NOT LIKE '%@deleted.invalid'
     OR username NOT LIKE 'deleted\\_%' OR num_nonnulls(email_verified_at, last_seen_at) > 0)`,
}), sql<LeftForGoodParameters, LeftForGoodRow>({
  name: 'left-for-good-2',
  parameters: ['communities'],
  text: `SELECT u.community_id, u.username AS row, 'is in posts' AS detail
  FROM users u WHERE ($1::uuid[] IS NULL OR u.community_id = ANY ($1)) AND u.status = 'DEACTIVATED'
   AND EXISTS (SELECT FROM posts t WHERE t.community_id = u.community_id AND t.author_id = u.id AND t.status = 'DRAFT')`,
})] as const;

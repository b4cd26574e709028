// Made from lookalikes.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface LookalikesParameters {
  readonly communityId: string;
  readonly selfId: string;
  readonly looks: readonly (string)[];
}

export interface LookalikesRow {
  readonly username: string;
  readonly role: 'ADMIN' | 'MODERATOR' | 'MEMBER';
  readonly displayName: string;
}

export const lookalikesSql = sql<LookalikesParameters, LookalikesRow>({
  name: 'lookalikes',
  parameters: ['communityId', 'selfId', 'looks'],
  text: `SELECT username, role, display_name AS "displayName" FROM users
WHERE community_id = $1 AND id <> $2 AND agora_lookalike(username) = ANY ($3::text[])
UNION
SELECT username, role, display_name FROM users
WHERE community_id = $1 AND id <> $2 AND role <> 'MEMBER'`,
});

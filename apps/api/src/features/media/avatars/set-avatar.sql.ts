// Made from set-avatar.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface SetAvatarParameters {
  readonly avatar: string;
  readonly communityId: string;
  readonly userId: string;
}

export interface SetAvatarRow {
  readonly avatar: string;
}

export const setAvatarSql = sql<SetAvatarParameters, SetAvatarRow>({
  name: 'set-avatar',
  parameters: ['avatar', 'communityId', 'userId'],
  text: `UPDATE users SET avatar = $1::text, updated_at = now()
WHERE community_id = $2 AND id = $3 AND status = 'ACTIVE'
RETURNING avatar`,
});

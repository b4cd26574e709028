// Made from note-visit.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface NoteVisitParameters {
  readonly communityId: string;
  readonly tokenId: string;
}

export interface NoteVisitRow {
  readonly userId: string;
  readonly tokenVersion: number;
  readonly sessionId: string;
}

export const noteVisitSql = sql<NoteVisitParameters, NoteVisitRow>({
  name: 'note-visit',
  parameters: ['communityId', 'tokenId'],
  text: `WITH visitor AS (
  SELECT user_id, family_id FROM refresh_tokens WHERE community_id = $1 AND id = $2
), tokens AS (
  DELETE FROM refresh_tokens t USING visitor
  WHERE t.community_id = $1 AND t.user_id = visitor.user_id AND t.expires_at < now()
), answers AS (
  DELETE FROM idempotency_keys k USING visitor
  WHERE k.community_id = $1 AND k.user_id = visitor.user_id AND k.created_at < now() - interval '7 days'
)
UPDATE users u SET last_seen_at = now() FROM visitor WHERE u.community_id = $1 AND u.id = visitor.user_id
RETURNING u.id AS "userId", u.token_version AS "tokenVersion", visitor.family_id AS "sessionId"`,
});

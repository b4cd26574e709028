// Made from lock-drafts.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface LockDraftsParameters {
  readonly communityId: string;
  readonly userId: string;
}

export interface LockDraftsRow {
  readonly id: string;
}

export const lockDraftsSql = sql<LockDraftsParameters, LockDraftsRow>({
  name: 'lock-drafts',
  parameters: ['communityId', 'userId'],
  text: `SELECT id FROM posts WHERE community_id = $1 AND author_id = $2 AND status = 'DRAFT' ORDER BY id FOR UPDATE`,
});

// Made from lock-content.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface LockContentParameters {
  readonly alone: boolean;
  readonly cid: string;
}

export interface LockContentRow {
  readonly locked: string | null;
}

export const lockContentSql = sql<LockContentParameters, LockContentRow>({
  name: 'lock-content',
  parameters: ['alone', 'cid'],
  text: `SELECT (CASE WHEN $1::boolean
  THEN pg_advisory_xact_lock(hashtextextended('agora media ' || $2::text, 0))
  ELSE pg_advisory_xact_lock_shared(hashtextextended('agora media ' || $2::text, 0)) END)::text AS locked`,
});

// Made from purge.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface PurgeParameters {
  readonly communityId: string;
  readonly purgeId: string;
  readonly kind: 'POST' | 'COMMENT' | 'REVISION' | 'PERSON';
  readonly targetId: string;
  readonly adminId: string;
  readonly reason: string;
}

export interface PurgeRow {
  readonly refused: string | null;
}

export const purgeSql = sql<PurgeParameters, PurgeRow>({
  name: 'purge',
  parameters: ['communityId', 'purgeId', 'kind', 'targetId', 'adminId', 'reason'],
  text: `SELECT agora_purge($1, $2, $3::purge_kind, $4, $5, $6) AS refused`,
});

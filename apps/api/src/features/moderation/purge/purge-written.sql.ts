// Made from purge-written.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface PurgeWrittenParameters {
  readonly communityId: string;
  readonly purgeId: string;
  readonly most: number;
}

export interface PurgeWrittenRow {
  readonly purged: number;
}

export const purgeWrittenSql = sql<PurgeWrittenParameters, PurgeWrittenRow>({
  name: 'purge-written',
  parameters: ['communityId', 'purgeId', 'most'],
  text: `SELECT agora_purge_written($1, $2, $3) AS purged`,
});

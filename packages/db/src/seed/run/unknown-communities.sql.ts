// Made from unknown-communities.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../sql/index.ts';

export interface UnknownCommunitiesParameters {
  readonly ids: readonly (string)[];
}

export interface UnknownCommunitiesRow {
  readonly id: string;
}

export const unknownCommunitiesSql = sql<UnknownCommunitiesParameters, UnknownCommunitiesRow>({
  name: 'unknown-communities',
  parameters: ['ids'],
  text: `SELECT wanted.id FROM unnest($1::text[]) AS wanted (id)
 WHERE NOT EXISTS (SELECT FROM communities c WHERE c.id::text = lower(wanted.id))`,
});

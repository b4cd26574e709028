// Made from any-entries.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../sql/index.ts';

export interface AnyEntriesParameters {
  readonly communities: readonly (string)[];
}

export interface AnyEntriesRow {
  readonly id: string;
}

export const anyEntriesSql = sql<AnyEntriesParameters, AnyEntriesRow>({
  name: 'any-entries',
  parameters: ['communities'],
  text: `SELECT id FROM point_transactions WHERE community_id = ANY ($1::uuid[]) LIMIT 1`,
});

// Made from names.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface NamesParameters {
  readonly communities: readonly (string)[] | null;
}

export interface NamesRow {
  readonly community_id: string;
  readonly row: string | null;
  readonly detail: string | null;
}

export const namesSql = [sql<NamesParameters, NamesRow>({
  name: 'names-1',
  parameters: ['communities'],
  text: `SELECT community_id, lower(username) AS row, format('username of %s people', count(*)) AS detail
  FROM users t WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
 GROUP BY community_id, lower(username) HAVING count(*) > 1`,
}), sql<NamesParameters, NamesRow>({
  name: 'names-2',
  parameters: ['communities'],
  text: `SELECT community_id, lower(email) AS row, format('email of %s people', count(*)) AS detail
  FROM users t WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
 GROUP BY community_id, lower(email) HAVING count(*) > 1`,
})] as const;

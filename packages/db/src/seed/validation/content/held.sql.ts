// Made from held.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface HeldParameters {
  readonly communities: readonly (string)[] | null;
}

export interface HeldRow {
  readonly community_id: string;
  readonly row: string | null;
  readonly detail: string | null;
}

export const heldSql = [sql<HeldParameters, HeldRow>({
  name: 'held-1',
  parameters: ['communities'],
  text: `SELECT h.community_id, 'posts ' || h.post_id AS row, format('is %s', t.status) AS detail
  FROM holds h JOIN posts t ON t.community_id = h.community_id AND t.id = h.post_id
 WHERE ($1::uuid[] IS NULL OR h.community_id = ANY ($1)) AND t.status <> 'HIDDEN'`,
}), sql<HeldParameters, HeldRow>({
  name: 'held-2',
  parameters: ['communities'],
  text: `SELECT h.community_id, 'comments ' || h.comment_id AS row, format('is %s', t.status) AS detail
  FROM comment_holds h JOIN comments t ON t.community_id = h.community_id AND t.id = h.comment_id
 WHERE ($1::uuid[] IS NULL OR h.community_id = ANY ($1)) AND t.status <> 'HIDDEN'`,
})] as const;

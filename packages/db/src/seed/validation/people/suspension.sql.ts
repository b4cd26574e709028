// Made from suspension.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface SuspensionParameters {
  readonly communities: readonly (string)[] | null;
}

export interface SuspensionRow {
  readonly community_id: string;
  readonly row: string;
  readonly detail: string | null;
}

export const suspensionSql = sql<SuspensionParameters, SuspensionRow>({
  name: 'suspension',
  parameters: ['communities'],
  text: `SELECT u.community_id, u.username AS row, format('%s with %s bans in force', u.status, count(*) FILTER (WHERE b.in_force)) AS detail
  FROM users u
  LEFT JOIN (
    SELECT b.community_id, b.user_id,
           b.starts_at <= now() AND now() < least(coalesce(b.lifted_at, 'infinity'), coalesce(b.ends_at, 'infinity')) AS in_force,
           b.lifted_at IS NULL AND b.ends_at <= now() AS ran_out
      FROM bans b) b ON b.community_id = u.community_id AND b.user_id = u.id
 WHERE ($1::uuid[] IS NULL OR u.community_id = ANY ($1))
 GROUP BY u.community_id, u.id, u.username, u.status
HAVING CASE WHEN bool_or(b.in_force) THEN u.status NOT IN ('SUSPENDED', 'DEACTIVATED')
            ELSE u.status = 'SUSPENDED' AND bool_or(b.ran_out) IS NOT TRUE END`,
});

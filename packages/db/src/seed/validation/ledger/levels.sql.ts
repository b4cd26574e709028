// Made from levels.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface LevelsParameters {
  readonly communities: readonly (string)[] | null;
}

export interface LevelsRow {
  readonly community_id: string;
  readonly row: string;
  readonly detail: string | null;
}

export const levelsSql = [sql<LevelsParameters, LevelsRow>({
  name: 'levels-1',
  parameters: ['communities'],
  text: `SELECT u.community_id, u.username AS row, format('level %s with %s points', u.level, u.points) AS detail
  FROM users u
 WHERE ($1::uuid[] IS NULL OR u.community_id = ANY ($1))
   AND EXISTS (SELECT FROM levels l WHERE l.community_id = u.community_id)
   AND u.level <> coalesce((SELECT max(l.rank) FROM levels l WHERE l.community_id = u.community_id AND l.min_points <= u.points), 1)`,
}), sql<LevelsParameters, LevelsRow>({
  name: 'levels-2',
  parameters: ['communities'],
  text: `SELECT community_id, name AS row, format('rank %s from %s points, rank %s from %s', rank, min_points, lower, less) AS detail
  FROM (SELECT l.*, lag(rank) OVER up AS lower, lag(min_points) OVER up AS less
          FROM levels l
         WHERE ($1::uuid[] IS NULL OR l.community_id = ANY ($1))
        WINDOW up AS (PARTITION BY community_id ORDER BY rank)) ranked
 WHERE rank = lower OR min_points <= less`,
})] as const;

import { inBatches, inOneTransaction, type Upkeep } from './in-communities.ts';

/** How many users go from one level to another. */
interface LevelChange {
  readonly from: number;
  readonly to: number;
  readonly users: number;
}

/** What became of the levels of a community. */
interface RecalculatedLevels {
  readonly community: string;
  readonly changes: readonly LevelChange[];
}

/** Users that are written in one transaction. */
const most = 1000;

/** The rank that a balance reaches, as `agora_post_points` has it; 1 where there is none. */
const reached = `coalesce((SELECT max(l.rank) FROM levels l
  WHERE l.community_id = u.community_id AND l.min_points <= u.points), 1)`;

/** Counts whose level is not what their points reach by the table of levels, and changes nothing. */
export function countWrongLevels({ client, community }: Upkeep): Promise<RecalculatedLevels> {
  return inOneTransaction(client, community.id, async () => {
    const { rows } = await client.query<LevelChange>(
      `SELECT u.level AS "from", ${reached} AS "to", count(*)::int AS users FROM users u
       WHERE u.community_id = $1 AND u.level <> ${reached} GROUP BY 1, 2 ORDER BY 1, 2`,
      [community.id],
    );
    return { community: community.slug, changes: rows };
  });
}

/**
 * Gives every user the level that their points reach, in batches. Whoever is changed is locked first: points that move
 * meanwhile are either seen or bring the level with them.
 */
export async function recalculateLevels(upkeep: Upkeep): Promise<RecalculatedLevels> {
  const { client, community } = upkeep;
  const counts = new Map<string, LevelChange>();
  await inBatches<string>(upkeep, async (after) => {
    const { rows } = await client.query<{ id: string; from: number; to: number }>(
      `WITH wrong AS MATERIALIZED (
         SELECT u.id, u.level AS before, ${reached} AS reached FROM users u
         WHERE u.community_id = $1 AND ($2::uuid IS NULL OR u.id > $2) AND u.level <> ${reached}
         ORDER BY u.id LIMIT ${most} FOR NO KEY UPDATE OF u
       ), changed AS (
         UPDATE users u SET level = w.reached, updated_at = now() FROM wrong w
         WHERE u.community_id = $1 AND u.id = w.id
       )
       SELECT id, before AS "from", reached AS "to" FROM wrong ORDER BY id`,
      [community.id, after ?? null],
    );
    // After the query that may fail, as the batch is then done again.
    for (const { from, to } of rows) {
      const users = (counts.get(`${from} ${to}`)?.users ?? 0) + 1;
      counts.set(`${from} ${to}`, { from, to, users });
    }
    return rows.length < most ? undefined : rows.at(-1)?.id;
  });
  const changes = [...counts.values()].toSorted((a, b) => a.from - b.from || a.to - b.to);
  return { community: community.slug, changes };
}

import type { RecountAuthors } from '@agora/api/accounts';
import { inBatches, inOneTransaction, type Upkeep } from './in-communities.ts';
import { countSql, type Outdated, outdated, removeSql } from './outdated.ts';
import type { Retention } from './retention.ts';

/** How much of one kind was archived or removed, or would be. */
export interface Count {
  readonly what: string;
  /** Null where it is kept for ever. */
  readonly olderThanDays: number | null;
  readonly count: number;
}

/** What became of a community's old things. */
export interface Archived {
  readonly community: string;
  readonly counts: readonly Count[];
}

/** Threads that are archived in one transaction: each may be another author's, who is counted again. */
const mostThreads = 100;
/** Rows that are removed in one transaction. */
const mostRows = 1000;

/** What is pinned was put there to stay. */
const oldThread = `p.community_id = $1 AND p.status = 'PUBLISHED' AND NOT p.pinned
  AND p.last_activity_at < now() - $2::int * interval '1 day'`;

/** Counts what is old enough, and changes nothing. */
export function countOld({ client, community }: Upkeep, retention: Retention): Promise<Archived> {
  const counted = async (text: string, days: number): Promise<number> => {
    const { rows } = await client.query<{ count: number }>(text, [community.id, days]);
    return rows[0]?.count ?? 0;
  };
  return inOneTransaction(client, community.id, async () => {
    const kinds = [
      {
        what: 'threads',
        days: retention.threads,
        text: `SELECT count(*)::int AS count FROM posts p WHERE ${oldThread}`,
      },
      ...outdated.map((kind) => ({ what: kind.name, days: retention[kind.days], text: countSql(kind) })),
    ];
    const counts: Count[] = [];
    for (const { what, days, text } of kinds) {
      counts.push({ what, olderThanDays: days, count: days === null ? 0 : await counted(text, days) });
    }
    return { community: community.slug, counts };
  });
}

/**
 * Archives old threads and removes what is outdated, in batches.
 * @param recount counts what authors have published again, since what is archived no longer counts
 */
export async function archiveOld(
  upkeep: Upkeep,
  retention: Retention,
  recount: RecountAuthors,
): Promise<Archived> {
  const threads = await archiveThreads(upkeep, retention.threads, recount);
  const counts: Count[] = [{ what: 'threads', olderThanDays: retention.threads, count: threads }];
  for (const kind of outdated) {
    const days = retention[kind.days];
    counts.push({ what: kind.name, olderThanDays: days, count: await remove(upkeep, kind, days) });
  }
  return { community: upkeep.community.slug, counts };
}

async function archiveThreads(upkeep: Upkeep, days: number | null, recount: RecountAuthors): Promise<number> {
  if (days === null) return 0;
  const { client, community } = upkeep;
  let archived = 0;
  await inBatches<string>(upkeep, async (after) => {
    const { rows } = await client.query<{ id: string; author: string }>(
      `WITH old AS MATERIALIZED (
         SELECT p.id, p.author_id FROM posts p WHERE ${oldThread} AND ($3::uuid IS NULL OR p.id > $3)
         ORDER BY p.id LIMIT ${mostThreads} FOR NO KEY UPDATE OF p
       ), archived AS (
         UPDATE posts p SET status = 'ARCHIVED', updated_at = greatest(now(), p.updated_at + interval '1 millisecond')
         FROM old WHERE p.community_id = $1 AND p.id = old.id
       )
       SELECT id, author_id AS author FROM old ORDER BY id`,
      [community.id, days, after ?? null],
    );
    await recount(client, community.id, [...new Set(rows.map(({ author }) => author))]);
    archived += rows.length;
    return rows.length < mostThreads ? undefined : rows.at(-1)?.id;
  });
  return archived;
}

async function remove(upkeep: Upkeep, kind: Outdated, days: number | null): Promise<number> {
  if (days === null) return 0;
  const { client, community } = upkeep;
  let removed = 0;
  await inBatches<readonly unknown[]>(upkeep, async (after) => {
    const { rows } = await client.query<Record<string, unknown>>(removeSql(kind, mostRows), [
      community.id,
      days,
      ...(after ?? kind.key.map(() => null)),
    ]);
    removed += rows.length;
    const last = rows.at(-1);
    return last === undefined || rows.length < mostRows
      ? undefined
      : kind.key.map(([column]) => last[column]);
  });
  return removed;
}

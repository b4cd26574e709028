import type { Retention } from './retention.ts';

/** Something that is removed once it is old enough. */
export interface Outdated {
  /** As it is told, in the plural. */
  readonly name: string;
  readonly table: string;
  /** The columns, beside the community, that name a row, in the order of the primary key, and their types. */
  readonly key: readonly (readonly [column: string, type: string])[];
  readonly days: keyof Retention;
  /** Which rows are old enough; `cut` is a moment, `days` ago. */
  readonly where: (cut: string) => string;
}

const byId = [['id', 'uuid']] as const;
const ended = (cut: string): string => `expires_at < ${cut}`;

/** All that is removed, each with the one condition that both the count and the removal go by. */
export const outdated: readonly Outdated[] = [
  { name: 'mailed tokens', table: 'account_tokens', key: byId, days: 'expired', where: ended },
  { name: 'tokens of sessions', table: 'refresh_tokens', key: byId, days: 'expired', where: ended },
  { name: 'sign-in grants', table: 'oauth_grants', key: byId, days: 'expired', where: ended },
  {
    name: 'read notifications',
    table: 'notifications',
    key: byId,
    days: 'readNotifications',
    where: (cut) => `read_at < ${cut}`,
  },
  {
    name: 'unread notifications',
    table: 'notifications',
    key: byId,
    days: 'unreadNotifications',
    where: (cut) => `read_at IS NULL AND created_at < ${cut}`,
  },
  {
    name: 'idempotency keys',
    table: 'idempotency_keys',
    key: [
      ['user_id', 'uuid'],
      ['key', 'text'],
    ],
    days: 'idempotencyKeys',
    where: (cut) => `created_at < ${cut}`,
  },
];

const cut = "now() - $2::int * interval '1 day'";

/** Counts the outdated rows of a community (`$1`), older than so many days (`$2`). */
export function countSql({ table, where }: Outdated): string {
  return `SELECT count(*)::int AS count FROM ${table} WHERE community_id = $1 AND ${where(cut)}`;
}

/** Removes at most `most` of them that come after a place (`$3` and on; null: from the first), and returns their keys. */
export function removeSql({ table, key, where }: Outdated, most: number): string {
  const columns = key.map(([column]) => column).join(', ');
  const after = key.map(([, type], index) => `$${index + 3}::${type}`);
  return `WITH gone AS MATERIALIZED (
      SELECT ${columns} FROM ${table}
      WHERE community_id = $1 AND ${where(cut)} AND (${after[0]} IS NULL OR (${columns}) > (${after.join(', ')}))
      ORDER BY ${columns} LIMIT ${most} FOR UPDATE
    ), removed AS (
      DELETE FROM ${table} t USING gone WHERE t.community_id = $1
        AND ${key.map(([column]) => `t.${column} = gone.${column}`).join(' AND ')}
    )
    SELECT ${columns} FROM gone ORDER BY ${columns}`;
}

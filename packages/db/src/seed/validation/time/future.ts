import type { ForumColumns } from '../../../sql/forum-columns.ts';
import type { ForumTable } from '../model/columns.ts';
import { checksOf, inScope, type Invariant } from '../model/invariant.ts';
import { activeAheadSql } from './active-ahead.sql.ts';

/** Times of what has happened: table, name of the row, columns. A test compares them, and {@link ahead}, with the catalog. */
export const past = [
  ['communities', 'slug', ['created_at', 'updated_at']],
  ['users', 'username', ['email_verified_at', 'last_seen_at', 'created_at', 'updated_at']],
  ['user_preferences', 'user_id', ['created_at', 'updated_at']],
  ['user_statistics', 'user_id', ['created_at', 'updated_at']],
  ['oauth_accounts', 'id', ['created_at', 'updated_at']],
  ['oauth_grants', 'id', ['used_at', 'created_at']],
  ['refresh_tokens', 'id', ['used_at', 'revoked_at', 'created_at']],
  ['account_tokens', 'id', ['used_at', 'created_at']],
  ['two_factors', 'user_id', ['enabled_at', 'created_at', 'updated_at']],
  ['recovery_codes', 'user_id', ['created_at']],
  ['passkeys', 'id', ['last_used_at', 'created_at', 'updated_at']],
  ['idempotency_keys', 'key', ['created_at']],
  ['levels', 'rank', ['created_at', 'updated_at']],
  ['achievements', 'code', ['created_at', 'updated_at']],
  ['user_achievements', 'user_id', ['earned_at', 'created_at', 'updated_at']],
  ['point_economies', 'community_id', ['created_at', 'updated_at']],
  ['point_transactions', 'id', ['created_at']],
  ['channels', 'slug', ['created_at', 'updated_at']],
  ['tags', 'slug', ['created_at', 'updated_at']],
  ['posts', 'id', ['last_activity_at', 'edited_at', 'created_at', 'updated_at']],
  ['post_tags', 'post_id', ['created_at']],
  ['post_revisions', 'id', ['created_at']],
  ['comments', 'id', ['parent_created_at', 'accepted_at', 'edited_at', 'created_at', 'updated_at']],
  ['media', 'id', ['created_at', 'updated_at']],
  ['post_likes', 'post_id', ['created_at']],
  ['post_follows', 'post_id', ['created_at']],
  ['comment_likes', 'comment_id', ['created_at']],
  ['notifications', 'id', ['read_at', 'created_at']],
  ['reports', 'id', ['resolved_at', 'created_at', 'updated_at']],
  ['bans', 'id', ['lifted_at', 'created_at', 'updated_at']],
  ['moderation_entries', 'id', ['created_at']],
  ['moderation_effects', 'entry_id', ['created_at']],
  ['moderation_undos', 'entry_id', ['created_at']],
  ['comment_revisions', 'id', ['created_at']],
  ['holds', 'post_id', ['created_at']],
  ['comment_holds', 'comment_id', ['created_at']],
  ['comment_announcements', 'comment_id', ['created_at']],
  ['queue_claims', 'target_id', ['created_at']],
  ['purges', 'id', ['created_at']],
] as const satisfies readonly {
  [Table in ForumTable]: readonly [Table, ForumColumns[Table], readonly ForumColumns[Table][]];
}[ForumTable][];

/** Times that may lie ahead: `table.column`. */
export const ahead: readonly { [Table in ForumTable]: `${Table}.${ForumColumns[Table]}` }[ForumTable][] = [
  'oauth_accounts.expires_at',
  'oauth_grants.expires_at',
  'oauth_grants.token_expires_at',
  'refresh_tokens.expires_at',
  'account_tokens.expires_at',
  'users.muted_until',
  'bans.starts_at',
  'bans.ends_at',
];

/** Some times are told by the API, whose clock may differ so much from the server's. */
const SKEW = "interval '1 minute'";

export const nothingAhead: Invariant = {
  name: 'nothing-ahead',
  summary: 'Nothing has happened in the future.',
  checks: [
    ...past.map(([table, key, columns]) => {
      const from = table === 'communities' ? '(SELECT *, id AS community_id FROM communities)' : table;
      const latest =
        columns.length === 1
          ? `t.${columns[0]}`
          : `greatest(${columns.map((column) => `t.${column}`).join(', ')})`;
      return `
    SELECT t.community_id, '${table} ' || t.${key} AS row, 'at ' || ${latest} AS detail
      FROM ${from} t WHERE ${inScope('t')} AND ${latest} > now() + ${SKEW}`;
    }),
    ...checksOf(activeAheadSql),
  ],
};

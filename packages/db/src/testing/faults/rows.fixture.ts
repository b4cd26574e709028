import type { Invariant } from '../../seed/validation/model/invariant.ts';

/** Which invariant, and what breaks it. */
export type Fault = readonly [invariant: Invariant['name'], sql: string];

/** One community's rows, and the way to break one of its rules behind the constraints' back. */
export const TECHCORP = `'11111111-1111-1111-1111-111111111111'`;
export const RETAIL = `'22222222-2222-2222-2222-222222222222'`;
export const theirs = `community_id = ${TECHCORP}`;
export const firstOf = (table: string, condition = 'true'): string =>
  `(community_id, id) = (SELECT community_id, id FROM ${table}
     WHERE community_id = ${TECHCORP} AND ${condition} ORDER BY id LIMIT 1)`;

/** Somebody's session, made, good until, used. */
export function refreshToken(times: string): string {
  return `INSERT INTO refresh_tokens (community_id, id, user_id, family_id, token_hash, created_at, expires_at, used_at)
      SELECT community_id, id, id, id, sha256('x'), ${times} FROM users WHERE ${firstOf('users')}`;
}

/** Somebody's second factor: secret, version of its key, since when it is on, step of the last code. */
export function secondFactor(values: string): string {
  return `INSERT INTO two_factors (community_id, user_id, secret, key_version, enabled_at, last_step)
      SELECT community_id, id, ${values} FROM users WHERE ${firstOf('users')}`;
}

/** An account that was closed, but for one thing. */
export function closed(column: string, value: string): string {
  const values: Readonly<Record<string, string>> = {
    status: `'DEACTIVATED'`,
    username: `'deleted_1'`,
    email: `'1@deleted.invalid'`,
    password_hash: 'NULL',
    avatar: 'NULL',
    bio: `''`,
    role: `'MEMBER'`,
    email_verified_at: 'NULL',
    last_seen_at: 'NULL',
    [column]: value,
  };
  const set = Object.entries(values).map(([name, to]) => `${name} = ${to}`);
  return `WITH gone AS (DELETE FROM oauth_accounts WHERE ${theirs}), unread AS (DELETE FROM notifications WHERE ${theirs}), unfollowed AS (DELETE FROM post_follows WHERE ${theirs}),
      forgotten AS (DELETE FROM user_preferences WHERE ${theirs})
      UPDATE users SET ${set.join(', ')} WHERE ${theirs} AND username = 'dave'`;
}

/** A purge that left everything as it was. */
export function purgeOf(kind: string, table: string): string {
  return `INSERT INTO purges (community_id, id, kind, target_id, admin_id, reason)
      SELECT t.community_id, gen_random_uuid(), '${kind}', t.id, u.id, 'x' FROM ${table} t JOIN users u USING (community_id)
       WHERE t.${theirs} AND u.username = 'admin' ORDER BY t.id LIMIT 1`;
}

/** What a comment said before an edit, by whom. */
export function commentRevision(editor: string, body: string, condition: string): string {
  return `INSERT INTO comment_revisions (community_id, id, comment_id, editor_id, body, created_at)
      SELECT community_id, gen_random_uuid(), id, ${editor}, ${body}, created_at + interval '1 second' FROM comments
       WHERE ${firstOf('comments', condition)}`;
}

/** The same, of a comment that says when it was edited. */
export function editedComment(editor: string, body: string): string {
  return `WITH kept AS (${commentRevision(editor, body, 'edited_at IS NULL')} RETURNING *)
      UPDATE comments c SET edited_at = kept.created_at FROM kept WHERE c.community_id = kept.community_id AND c.id = kept.comment_id`;
}

/** An entry of the log of moderation about somebody, with details. */
export function act(action: string, details: string): string {
  return `INSERT INTO moderation_entries (community_id, id, moderator_id, action, target_id, details)
      SELECT u.community_id, gen_random_uuid(), m.id, '${action}', u.id, ${details} FROM users u JOIN users m USING (community_id)
       WHERE u.${theirs} AND u.username = 'dave' AND m.username = 'moderator'`;
}

/** A row of somebody who has left. */
export function leftBehind(table: string, columns: string, values: string): string {
  return `WITH gone AS (UPDATE users SET status = 'DEACTIVATED' WHERE ${theirs} AND username = 'dave' RETURNING community_id, id)
      INSERT INTO ${table} (community_id, ${columns}) SELECT community_id, ${values} FROM gone`;
}

/** A time of the past that lies ahead; of a table in which seeds make no rows, with a row. */
export function ahead(table: string, column: string): string {
  const far = `now() + interval '1 hour'`;
  if (made[table] === undefined) {
    const which = table === 'communities' ? `id = ${TECHCORP}` : theirs;
    return `UPDATE ${table} SET ${column} = ${far} WHERE ${which}`;
  }
  const { columns, values } = made[table];
  return `INSERT INTO ${table} (community_id, ${columns}, ${column}) SELECT community_id, ${values}, ${far} FROM users WHERE ${firstOf('users')}`;
}

export const made: Readonly<Record<string, { readonly columns: string; readonly values: string }>> = {
  oauth_grants: {
    columns: `id, purpose, state_hash, code_hash, code_challenge, provider, provider_account_id, email_verified, handle, display_name, key_version, expires_at`,
    values: `id, 'LOGIN', sha256('s'), sha256('c'), repeat('a', 43), 'github', '1', true, 'x', 'X', 1, now() + interval '1 day'`,
  },
  refresh_tokens: {
    columns: 'id, user_id, family_id, token_hash, expires_at',
    values: `id, id, id, sha256('x'), now() + interval '1 day'`,
  },
  account_tokens: {
    columns: 'id, user_id, purpose, token_hash, email, expires_at',
    values: `id, id, 'VERIFY_EMAIL', sha256('x'), email, now() + interval '1 day'`,
  },
  comment_revisions: { columns: 'id, comment_id, editor_id, body', values: `id, id, id, 'x'` },
  comment_holds: { columns: 'comment_id, reason', values: `id, 'NEW_MEMBER'` },
  comment_announcements: { columns: 'comment_id', values: 'id' },
  holds: { columns: 'post_id, reason', values: `id, 'FLOOD'` },
  moderation_effects: { columns: 'entry_id, target_id, before', values: `id, id, '{}'` },
  moderation_undos: { columns: 'entry_id, undo_id', values: 'id, id' },
  purges: { columns: 'id, kind, target_id, admin_id, reason', values: `id, 'PERSON', id, id, 'x'` },
  queue_claims: { columns: 'target_id, moderator_id', values: 'id, id' },
  two_factors: { columns: 'user_id, secret, key_version', values: `id, repeat('A', 64), 1` },
  recovery_codes: { columns: 'user_id, code_hash', values: `id, sha256('c')` },
  passkeys: {
    columns: 'id, user_id, credential_id, public_key, counter, name',
    values: `id, id, 'c', 'k', 0, 'x'`,
  },
  idempotency_keys: { columns: 'user_id, key, fingerprint', values: `id, 'k', sha256('k')` },
};

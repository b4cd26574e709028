import { past } from '../../seed/validation/time/future.ts';
import {
  act,
  ahead,
  closed,
  type Fault,
  firstOf,
  leftBehind,
  refreshToken,
  secondFactor,
  TECHCORP,
  theirs,
} from './rows.fixture.ts';

/** What breaks the rules of accounts, time, texts and the team. */
export const peopleFaults: readonly Fault[] = [
  [
    'joined-before-acting',
    `UPDATE communities SET created_at = created_at + interval '1 year' WHERE id = ${TECHCORP}`,
  ],
  ['append-only', `DELETE FROM moderation_entries WHERE ${theirs}`],
  ['append-only', `DELETE FROM point_transactions WHERE ${theirs} AND reason = 'WELCOME'`],
  ['accounts', `UPDATE users SET password_hash = 'User123!' WHERE ${theirs} AND username = 'bob'`],
  [
    'accounts',
    `UPDATE users SET password_hash = '$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy' WHERE ${theirs} AND username = 'bob'`,
  ],
  ['accounts', `UPDATE users SET avatar = 'javascript:alert(1)' WHERE ${theirs} AND username = 'bob'`],
  ['accounts', `UPDATE user_preferences SET time_zone = 'Europe/Atlantis' WHERE ${theirs}`],
  ['accounts', `UPDATE user_preferences SET time_zone = '+01:00' WHERE ${theirs}`],
  ['accounts', `UPDATE user_preferences SET locale = 'not a language' WHERE ${theirs}`],
  [
    'sealed-tokens',
    `UPDATE oauth_accounts SET access_token = 'gho_16C7e42F292c6912E7710c838347Ae178B4a' WHERE ${theirs}`,
  ],
  [
    'sealed-tokens',
    `UPDATE oauth_accounts SET refresh_token = 'plain' WHERE ${theirs} AND refresh_token IS NOT NULL`,
  ],
  ['sealed-tokens', `UPDATE oauth_accounts SET key_version = 0 WHERE ${theirs}`],
  [
    'open-tokens',
    `UPDATE oauth_accounts SET access_token = reverse(access_token) WHERE ${theirs} AND id = (SELECT min(id::text)::uuid FROM oauth_accounts WHERE ${theirs})`,
  ],
  ['open-tokens', `UPDATE oauth_accounts SET access_token = repeat('A', 64) WHERE ${theirs}`],
  ['sealed-tokens', secondFactor(`'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', 1, NULL, NULL`)],
  ['sealed-tokens', secondFactor(`repeat('A', 64), 0, NULL, NULL`)],
  ['second-factors', secondFactor(`repeat('A', 64), 1, now(), 2147483647`)],
  [
    'second-factors',
    `INSERT INTO recovery_codes (community_id, user_id, code_hash) SELECT community_id, id, sha256('c') FROM users WHERE ${firstOf('users')}`,
  ],
  [
    'second-factors',
    `WITH begun AS (${secondFactor(`repeat('A', 64), 1, NULL, NULL`)} RETURNING community_id, user_id)
      INSERT INTO recovery_codes (community_id, user_id, code_hash) SELECT community_id, user_id, sha256('c') FROM begun`,
  ],
  ['sessions', refreshToken(`now(), now() - interval '1 hour', NULL`)],
  [
    'sessions',
    refreshToken(`now() - interval '1 hour', now() + interval '1 day', now() - interval '2 hours'`),
  ],
  ['sessions', refreshToken(`now() - interval '2 hours', now() - interval '1 hour', now()`)],
  [
    'sessions',
    `INSERT INTO refresh_tokens (community_id, id, user_id, family_id, token_hash, expires_at)
      SELECT community_id, gen_random_uuid(), id, ${TECHCORP}, sha256(uuid_send(id)), now() + interval '1 day' FROM users WHERE ${theirs}`,
  ],
  [
    'sessions',
    `INSERT INTO account_tokens (community_id, id, user_id, purpose, token_hash, email, expires_at)
      SELECT community_id, gen_random_uuid(), id, 'VERIFY_EMAIL', sha256('x'), email, now() - interval '1 day' FROM users WHERE ${firstOf('users')}`,
  ],
  [
    'sessions',
    `INSERT INTO oauth_grants (community_id, id, purpose, state_hash, code_hash, code_challenge, provider, provider_account_id,
        email_verified, handle, display_name, access_token, key_version, expires_at, used_at)
      VALUES (${TECHCORP}, gen_random_uuid(), 'LOGIN', sha256('s'), sha256('c'), repeat('a', 43), 'github', '1', true, 'x', 'X',
        repeat('a', 40), 1, now() + interval '1 minute', now())`,
  ],
  [
    'preferences',
    `DELETE FROM user_preferences WHERE ${theirs} AND user_id = (SELECT id FROM users WHERE ${theirs} AND username = 'bob')`,
  ],
  ...past.flatMap(([table, , columns]) =>
    columns.map((column) => ['nothing-ahead', ahead(table, column)] as const),
  ),
  ['nothing-ahead', `UPDATE user_statistics SET last_active_on = last_active_on + 3650 WHERE ${theirs}`],
  [
    'left-for-good',
    leftBehind(
      'notifications',
      `id, user_id, kind, actor_id`,
      `gen_random_uuid(), id, 'TIP', gen_random_uuid()`,
    ),
  ],
  ['left-for-good', leftBehind('two_factors', 'user_id, secret, key_version', `id, repeat('A', 64), 1`)],
  [
    'left-for-good',
    leftBehind(
      'passkeys',
      'id, user_id, credential_id, public_key, counter, name',
      `id, id, 'c', 'k', 0, 'x'`,
    ),
  ],
  ['left-for-good', leftBehind('idempotency_keys', `user_id, key, fingerprint`, `id, 'k', sha256('k')`)],
  ...(
    [
      ['role', `'MODERATOR'`],
      ['email', `'dave@example.com'`],
      ['username', `'dave'`],
      ['last_seen_at', 'created_at'],
      ['email_verified_at', 'created_at'],
      ['bio', `'Still here'`],
    ] as const
  ).map(([column, value]) => ['left-for-good', closed(column, value)] as const),
  ['chronology', `UPDATE users SET updated_at = created_at - interval '1 second' WHERE ${firstOf('users')}`],
  [
    'chronology',
    `INSERT INTO notifications (community_id, id, user_id, kind, actor_id, post_id, created_at)
      SELECT p.community_id, gen_random_uuid(), p.author_id, 'MODERATION', u.id, p.id, p.created_at - interval '1 second'
        FROM posts p JOIN users u ON u.community_id = p.community_id AND u.username = 'admin'
       WHERE p.${theirs} AND p.author_id <> u.id LIMIT 1`,
  ],
  ...(
    [
      ['posts', 'title'],
      ['posts', 'body'],
      ['comments', 'body'],
      ['users', 'display_name'],
      ['channels', 'name'],
      ['tags', 'name'],
      ['levels', 'name'],
      ['achievements', 'name'],
      ['bans', 'reason'],
      ['post_revisions', 'title'],
    ] as const
  ).map(
    ([table, column]) =>
      ['texts', `UPDATE ${table} SET ${column} = E' \\u200B\\t' WHERE ${firstOf(table)}`] as const,
  ),
  ['texts', `UPDATE reports SET resolution = '' WHERE ${firstOf('reports', "status <> 'OPEN'")}`],
  ['texts', `UPDATE communities SET name = '' WHERE id = ${TECHCORP}`],
  ['texts', `UPDATE posts SET body = repeat('a', 40001) WHERE ${firstOf('posts')}`],
  ['edits', `DELETE FROM post_revisions WHERE ${theirs}`],
  ['edits', `UPDATE posts SET edited_at = NULL WHERE ${theirs}`],
  [
    'edits',
    `UPDATE posts SET edited_at = edited_at + interval '1 second' WHERE ${theirs} AND edited_at IS NOT NULL`,
  ],
  [
    'edits',
    `UPDATE posts p SET title = r.title, body = r.body FROM post_revisions r WHERE r.post_id = p.id AND p.${theirs}`,
  ],
  [
    'edits',
    `UPDATE post_revisions r SET editor_id = u.id FROM users u, posts p
      WHERE u.${theirs} AND r.${theirs} AND p.${theirs} AND p.id = r.post_id AND u.role = 'MEMBER' AND u.id <> p.author_id`,
  ],
  [
    'tagged',
    `INSERT INTO post_tags SELECT t.community_id, p.id, t.id, p.created_at FROM tags t, posts p WHERE t.${theirs} AND ${firstOf('posts').replace('(community_id, id)', '(p.community_id, p.id)')} ON CONFLICT DO NOTHING`,
  ],
  [
    'drafts',
    `UPDATE posts SET status = 'DRAFT', pinned = true, like_count = 0, comment_count = 0 WHERE ${firstOf('posts')}`,
  ],
  ...(
    [
      // To whom it does not concern, by who did not do it, about a comment elsewhere, twice, about a draft.
      `c.community_id, gen_random_uuid(), u.id, 'REPLY', c.author_id, c.post_id, c.id`,
      `c.community_id, gen_random_uuid(), p.author_id, 'REPLY', u.id, c.post_id, c.id`,
      `c.community_id, gen_random_uuid(), u.id, 'MENTION', c.author_id, (SELECT id FROM posts o WHERE o.${theirs} AND o.id <> p.id LIMIT 1), c.id`,
      `c.community_id, gen_random_uuid(), c.author_id, 'ANSWER_ACCEPTED', u.id, c.post_id, c.id`,
      `c.community_id, gen_random_uuid(), u.id, 'FOLLOWED', p.author_id, c.post_id, c.id`,
      `c.community_id, gen_random_uuid(), u.id, 'TIP', c.author_id, c.post_id, NULL`,
      `c.community_id, gen_random_uuid(), u.id, 'MODERATION', c.author_id, c.post_id, c.id`,
    ] as const
  ).map(
    (values) =>
      [
        'notifications',
        `INSERT INTO notifications (community_id, id, user_id, kind, actor_id, post_id, comment_id)
          SELECT ${values} FROM comments c JOIN posts p ON p.community_id = c.community_id AND p.id = c.post_id JOIN users u ON u.community_id = c.community_id
           WHERE c.${theirs} AND c.parent_id IS NULL AND p.author_id NOT IN (c.author_id, u.id) AND u.id <> c.author_id ORDER BY c.id, u.id LIMIT 1`,
      ] as const,
  ),
  [
    'notifications',
    `INSERT INTO notifications (community_id, id, user_id, kind, actor_id, post_id, comment_id)
      SELECT c.community_id, gen_random_uuid(), p.author_id, 'REPLY', c.author_id, c.post_id, c.id
        FROM comments c JOIN posts p ON p.community_id = c.community_id AND p.id = c.post_id, generate_series(1, 2)
       WHERE c.${theirs} AND c.parent_id IS NULL AND c.author_id <> p.author_id ORDER BY c.id LIMIT 2`,
  ],
  [
    'notifications',
    `INSERT INTO notifications (community_id, id, user_id, kind, actor_id, post_id, comment_id)
      SELECT community_id, gen_random_uuid(), user_id, 'FOLLOWED', actor_id, post_id, comment_id
        FROM notifications WHERE ${theirs} AND kind = 'REPLY' ORDER BY id LIMIT 1`,
  ],
  ['user-statistics', `UPDATE user_statistics SET streak_days = streak_days + 1 WHERE ${theirs}`],
  ['achievement-worth', `UPDATE achievements SET points = points + 1 WHERE ${theirs}`],
  [
    'achievement-worth',
    `UPDATE point_transactions SET amount = amount + 1 WHERE ${theirs} AND reason = 'ACHIEVEMENT'`,
  ],
  ['achievement-worth', `DELETE FROM point_transactions WHERE ${theirs} AND reason = 'ACHIEVEMENT'`],
  [
    'ledger-keys',
    `UPDATE point_transactions SET idempotency_key = 'post:' || gen_random_uuid() WHERE ${firstOf('point_transactions', "reason = 'POST'")}`,
  ],
  [
    'ledger-keys',
    `UPDATE point_transactions SET idempotency_key = replace(idempotency_key, 'given', 'received') WHERE ${firstOf('point_transactions', "reason = 'LIKE_GIVEN'")}`,
  ],
  [
    'team',
    `UPDATE reports r SET resolved_by_id = u.id FROM users u WHERE u.${theirs} AND u.username = 'bob' AND r.${theirs} AND r.status <> 'OPEN'`,
  ],
  [
    'team',
    `UPDATE bans b SET moderator_id = u.id FROM users u WHERE u.${theirs} AND b.${theirs} AND u.username = 'carol'`,
  ],
  ['team', `UPDATE users SET role = 'ADMIN' WHERE ${theirs} AND status = 'SUSPENDED'`],
  ['team', `UPDATE users SET role = 'MODERATOR' WHERE ${theirs} AND role = 'ADMIN'`],
  [
    'team',
    `INSERT INTO moderation_entries (community_id, id, moderator_id, action, target_id)
      SELECT p.community_id, gen_random_uuid(), u.id, 'post.moderate', p.id FROM posts p JOIN users u USING (community_id)
       WHERE p.${theirs} AND u.username = 'bob' LIMIT 1`,
  ],
  [
    'rooms',
    `UPDATE posts p SET author_id = u.id FROM users u, channels c WHERE u.${theirs} AND p.${theirs} AND u.username = 'bob' AND c.id = p.channel_id AND c.slug = 'announcements'`,
  ],
  ['rooms', `UPDATE channels SET post_role = 'ADMIN' WHERE ${theirs} AND slug = 'general'`],
  [
    'reports-open-once',
    `INSERT INTO reports (community_id, id, reporter_id, reported_user_id, reason)
      SELECT u.community_id, gen_random_uuid(), u.id, o.id, 'SPAM' FROM users u JOIN users o USING (community_id), generate_series(1, 2)
       WHERE u.${theirs} AND u.username = 'bob' AND o.username = 'carol'`,
  ],
  [
    'silent-while-banned',
    `UPDATE reports r SET resolved_by_id = b.user_id, resolved_at = b.starts_at FROM bans b WHERE b.${theirs} AND r.${theirs} AND r.status <> 'OPEN'`,
  ],
  [
    'silent-while-banned',
    `UPDATE comments c SET edited_at = b.starts_at FROM bans b WHERE b.${theirs} AND c.${theirs} AND c.author_id = b.user_id AND c.created_at < b.starts_at`,
  ],
  ['content-ids', `UPDATE media SET mime_type = 'picture' WHERE ${firstOf('media')}`],
  ['content-ids', `UPDATE media SET height = NULL WHERE ${theirs} AND width IS NOT NULL`],
  [
    'content-ids',
    `INSERT INTO media SELECT community_id, gen_random_uuid(), post_id, cid, mime_type, bytes FROM media, generate_series(1, 20) WHERE ${firstOf('media')}`,
  ],
  ['acts', `UPDATE moderation_entries SET details = '[]' WHERE ${firstOf('moderation_entries')}`],
  [
    'acts',
    `UPDATE moderation_entries SET target_id = gen_random_uuid() WHERE ${firstOf('moderation_entries', "action = 'post.moderate'")}`,
  ],
  [
    'acts',
    `INSERT INTO moderation_undos (community_id, entry_id, undo_id) SELECT community_id, id, id FROM moderation_entries WHERE ${firstOf('moderation_entries')}`,
  ],
  [
    'team',
    `INSERT INTO queue_claims (community_id, target_id, moderator_id) SELECT p.community_id, p.id, u.id
      FROM posts p JOIN users u USING (community_id) WHERE p.${theirs} AND u.username = 'bob' LIMIT 1`,
  ],
  [
    'team',
    `INSERT INTO purges (community_id, id, kind, target_id, admin_id, reason) SELECT community_id, gen_random_uuid(), 'REVISION', id, id, 'x'
      FROM users WHERE ${theirs} AND role = 'MODERATOR' LIMIT 1`,
  ],
  [
    'team',
    `INSERT INTO notifications (community_id, id, user_id, kind, actor_id, post_id)
      SELECT p.community_id, gen_random_uuid(), p.author_id, 'MODERATION', u.id, p.id FROM posts p JOIN users u USING (community_id)
       WHERE p.${theirs} AND u.username = 'bob' AND p.author_id <> u.id AND p.status = 'PUBLISHED' LIMIT 1`,
  ],
  ['settings', `UPDATE communities SET settings = '[]' WHERE id = ${TECHCORP}`],
  [
    'settings',
    `UPDATE communities SET settings = '{"maintenance": {"mode": "shut"}}' WHERE id = ${TECHCORP}`,
  ],
  ...(
    [
      ['newMemberDays', '"x"'],
      ['newMemberDays', '366'],
      ['newMemberDays', '"5"'],
      ['holdNewMembers', 'null'],
      ['holdNewMembers', '"ALL"'],
      ['teamNeedsCodes', '"yes"'],
    ] as const
  ).map(
    ([name, value]) =>
      [
        'settings',
        `UPDATE communities SET settings = '{"moderation": {"${name}": ${value}}}' WHERE id = ${TECHCORP}`,
      ] as const,
  ),
  [
    'accounts',
    `UPDATE users SET avatar = '/c/${TECHCORP.replaceAll("'", '')}/users/nobody/avatar/b' WHERE ${theirs} AND username = 'bob'`,
  ],
  ['chronology', secondFactor(`repeat('A', 64), 1, now() - interval '1 day', 1`)],
  ['settings', `UPDATE channels SET slow_seconds = 100000 WHERE ${theirs} AND slug = 'general'`],
  ['settings', `UPDATE posts SET slow_seconds = 0 WHERE ${firstOf('posts')}`],
  ['acts', act('act.undo', `'{}'`)],
  ['acts', act('ban.create', `jsonb_build_object('ban', gen_random_uuid())`)],
  ...[
    `gen_random_uuid(), '{}', now()`,
    `(SELECT id FROM posts WHERE ${firstOf('posts')}), '{}', now() - interval '1 day'`,
  ].map(
    (effect) =>
      [
        'acts',
        `WITH made AS (${act('user.remove', `'{}'`)} RETURNING community_id, id)
      INSERT INTO moderation_effects (community_id, entry_id, target_id, before, created_at) SELECT community_id, id, ${effect} FROM made`,
      ] as const,
  ),
];

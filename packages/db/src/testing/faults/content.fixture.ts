import {
  commentRevision,
  editedComment,
  type Fault,
  firstOf,
  purgeOf,
  RETAIL,
  TECHCORP,
  theirs,
} from './rows.fixture.ts';

/** What breaks the rules of threads, counters, points and people. */
export const contentFaults: readonly Fault[] = [
  ['orphans', `UPDATE posts SET author_id = gen_random_uuid() WHERE ${firstOf('posts')}`],
  ['orphans', `UPDATE media SET post_id = gen_random_uuid() WHERE ${firstOf('media')}`],
  [
    'cross-community',
    `UPDATE media SET post_id = (SELECT id FROM posts WHERE community_id = ${RETAIL} LIMIT 1) WHERE ${firstOf('media')}`,
  ],
  [
    'cross-community',
    `UPDATE post_tags p SET tag_id = o.id FROM tags t JOIN tags o ON o.slug = t.slug AND o.community_id = ${RETAIL}
      WHERE t.id = p.tag_id AND p.${theirs}`,
  ],
  ['names', `UPDATE users SET username = 'BOB' WHERE ${theirs} AND username = 'carol'`],
  ['names', `UPDATE users SET email = 'Bob@Example.com' WHERE ${theirs} AND username = 'carol'`],
  [
    'joined-before-acting',
    `UPDATE posts SET created_at = created_at - interval '1 year' WHERE ${firstOf('posts')}`,
  ],
  [
    'joined-before-acting',
    `UPDATE user_achievements SET earned_at = earned_at - interval '1 year' WHERE ${theirs}`,
  ],
  ['verified-to-act', `UPDATE users SET email_verified_at = NULL WHERE ${theirs} AND username = 'bob'`],
  ['left-for-good', `UPDATE users SET status = 'DEACTIVATED' WHERE ${theirs} AND username = 'bob'`],
  [
    'chronology',
    `UPDATE comments SET created_at = created_at - interval '2 years' WHERE ${firstOf('comments')}`,
  ],
  ['chronology', `UPDATE posts SET edited_at = created_at - interval '1 second' WHERE ${firstOf('posts')}`],
  [
    'chronology',
    `UPDATE comments SET accepted_at = created_at - interval '1 second' WHERE ${firstOf('comments')}`,
  ],
  ['chronology', `UPDATE reports SET resolved_at = created_at - interval '1 second' WHERE ${theirs}`],
  ['chronology', `UPDATE bans SET lifted_at = starts_at - interval '1 second' WHERE ${theirs}`],
  [
    'threads',
    `UPDATE comments a SET parent_id = b.id, parent_path = b.path, depth = b.depth + 1
      FROM comments b WHERE b.community_id = a.community_id AND b.parent_id = a.id AND a.community_id = ${TECHCORP}`,
  ],
  ['threads', `UPDATE comments SET path = uuid_send(id) WHERE ${firstOf('comments', 'depth = 1')}`],
  ['threads', `UPDATE comments SET depth = 11 WHERE ${firstOf('comments', 'depth = 1')}`],
  ['accepted-answers', `UPDATE comments SET accepted_at = created_at WHERE community_id = ${TECHCORP}`],
  [
    'accepted-answers',
    `UPDATE comments SET status = 'HIDDEN' WHERE ${firstOf('comments', 'accepted_at IS NOT NULL')}`,
  ],
  [
    'own-likes',
    `INSERT INTO post_likes (community_id, post_id, user_id)
      SELECT community_id, id, author_id FROM posts WHERE ${firstOf('posts')}`,
  ],
  [
    'own-acts',
    `UPDATE reports r SET reporter_id = c.author_id FROM comments c WHERE c.id = r.comment_id AND r.${theirs}`,
  ],
  ['own-acts', `UPDATE bans SET moderator_id = user_id WHERE ${firstOf('bans')}`],
  [
    'own-acts',
    `INSERT INTO notifications (community_id, id, user_id, kind, actor_id)
      SELECT community_id, id, id, 'TIP', id FROM users WHERE ${firstOf('users')}`,
  ],
  [
    'duplicate-likes',
    `INSERT INTO post_likes SELECT * FROM post_likes WHERE community_id = ${TECHCORP} LIMIT 1`,
  ],
  [
    'duplicate-likes',
    `INSERT INTO comment_likes SELECT * FROM comment_likes WHERE community_id = ${TECHCORP} LIMIT 1`,
  ],
  ['drafts', `UPDATE posts SET status = 'DRAFT' WHERE ${firstOf('posts', 'like_count > 0')}`],
  ...['posts', 'comments'].map(
    (table) =>
      [
        'held',
        `INSERT INTO ${table === 'posts' ? 'holds' : 'comment_holds'} (community_id, ${table === 'posts' ? 'post' : 'comment'}_id, reason)
      SELECT community_id, id, 'NEW_MEMBER' FROM ${table} WHERE ${firstOf(table, "status = 'PUBLISHED'")}`,
      ] as const,
  ),
  [
    'drafts',
    `UPDATE posts SET status = 'DRAFT', like_count = 0, comment_count = 0, pinned = false, edited_at = NULL
      WHERE (community_id, id) = (SELECT community_id, post_id FROM post_follows WHERE ${theirs} LIMIT 1)`,
  ],
  ['post-counters', `UPDATE posts SET comment_count = comment_count + 1 WHERE ${firstOf('posts')}`],
  [
    'post-counters',
    `UPDATE posts SET last_activity_at = last_activity_at + interval '1 hour' WHERE ${firstOf('posts')}`,
  ],
  ['post-counters', `UPDATE comments SET status = 'DELETED' WHERE ${firstOf('comments')}`],
  ['comment-counters', `UPDATE comments SET like_count = like_count + 1 WHERE ${firstOf('comments')}`],
  [
    'user-statistics',
    `UPDATE user_statistics SET likes_given = likes_given + 1 WHERE community_id = ${TECHCORP}`,
  ],
  ['user-statistics', `UPDATE posts SET status = 'HIDDEN' WHERE ${firstOf('posts', "status = 'PUBLISHED'")}`],
  [
    'user-statistics',
    `DELETE FROM user_statistics WHERE ${theirs} AND user_id = (SELECT id FROM users WHERE ${theirs} AND username = 'bob')`,
  ],
  ['achievements', `UPDATE user_achievements SET progress = 0 WHERE community_id = ${TECHCORP}`],
  [
    'achievements',
    `UPDATE user_achievements p SET earned_at = now(), progress = (a.criteria ->> 'atLeast')::int
      FROM achievements a WHERE a.id = p.achievement_id AND p.earned_at IS NULL AND p.${theirs}`,
  ],
  ['achievements', `DELETE FROM user_achievements WHERE ${theirs} AND earned_at IS NOT NULL`],
  [
    'achievements',
    `UPDATE achievements SET criteria = '{"counter": "smiles", "atLeast": 1}' WHERE ${theirs} AND code = 'first_post'`,
  ],
  ['levels', `UPDATE users SET level = 4 WHERE community_id = ${TECHCORP} AND username = 'dave'`],
  ['levels', `UPDATE levels SET min_points = 0 WHERE ${theirs} AND rank = 2`],
  ['levels', `UPDATE levels SET min_points = min_points + 1000000 WHERE ${theirs} AND rank = 1`],
  [
    'ledger-chain',
    `UPDATE point_transactions SET balance_after = balance_after + 1 WHERE ${firstOf('point_transactions', 'sequence = 3')}`,
  ],
  [
    'ledger-chain',
    `UPDATE point_transactions SET created_at = created_at + interval '1 year' WHERE ${firstOf('point_transactions', 'sequence = 3')}`,
  ],
  ['ledger-chain', `DELETE FROM point_transactions WHERE ${firstOf('point_transactions', 'sequence = 3')}`],
  [
    'ledger-balance',
    `UPDATE users SET points = points + 1 WHERE community_id = ${TECHCORP} AND username = 'bob'`,
  ],
  ['ledger-balance', `UPDATE users SET ledger_sequence = 0 WHERE ${theirs} AND username = 'bob'`],
  [
    'ledger-sources',
    `UPDATE point_transactions SET source_id = gen_random_uuid() WHERE ${firstOf('point_transactions')}`,
  ],
  [
    'ledger-sources',
    `UPDATE point_transactions t SET source_id = p.id FROM posts p
      WHERE p.${theirs} AND p.author_id <> t.user_id AND t.reason = 'POST' AND t.${theirs}`,
  ],
  [
    'ledger-sources',
    `UPDATE point_transactions SET created_at = created_at - interval '1 minute' WHERE ${firstOf('point_transactions', "reason = 'COMMENT'")}`,
  ],
  [
    'ledger-sources',
    `UPDATE point_transactions SET reason = 'COMMENT' WHERE ${firstOf('point_transactions', "reason = 'POST'")}`,
  ],
  [
    'ledger-sources',
    `UPDATE point_transactions SET source_type = NULL, source_id = NULL WHERE ${firstOf('point_transactions', "reason = 'POST'")}`,
  ],
  [
    'ledger-sources',
    `UPDATE point_transactions SET amount = -amount WHERE ${firstOf('point_transactions', "reason = 'TIP_RECEIVED'")}`,
  ],
  [
    'rewarded-once',
    `UPDATE point_transactions t SET source_id = o.source_id FROM point_transactions o
      WHERE o.${theirs} AND t.${theirs} AND o.user_id = t.user_id AND o.reason = 'COMMENT' AND t.reason = 'COMMENT' AND o.id < t.id`,
  ],
  [
    'tips',
    `UPDATE point_transactions SET amount = amount + 1 WHERE ${firstOf('point_transactions', "reason = 'TIP_RECEIVED'")}`,
  ],
  [
    'tips',
    `DELETE FROM point_transactions WHERE ${firstOf('point_transactions', "reason = 'TIP_RECEIVED'")}`,
  ],
  ['tips', `DELETE FROM point_transactions WHERE ${firstOf('point_transactions', "reason = 'TIP_SENT'")}`],
  [
    'economy-amounts',
    `UPDATE point_transactions SET amount = 11 WHERE ${firstOf('point_transactions', `reason = 'POST'`)}`,
  ],
  ['economy-amounts', `DELETE FROM point_economies WHERE ${theirs}`],
  ['daily-caps', `UPDATE point_economies SET daily_comments = 1 WHERE community_id = ${TECHCORP}`],
  [
    'silent-while-banned',
    `UPDATE bans SET lifted_at = NULL, ends_at = NULL WHERE community_id = ${TECHCORP}`,
  ],
  [
    'silent-while-banned',
    `UPDATE reports r SET reporter_id = b.user_id, created_at = b.starts_at FROM bans b WHERE b.${theirs} AND r.${theirs}`,
  ],
  [
    'suspension',
    `UPDATE users SET status = 'ACTIVE' WHERE community_id = ${TECHCORP} AND status = 'SUSPENDED'`,
  ],
  ['content-ids', `UPDATE media SET cid = 'b' || repeat('a', 58) WHERE ${firstOf('media')}`],
  [
    'content-ids',
    `INSERT INTO media SELECT community_id, gen_random_uuid(), post_id, cid, mime_type, bytes + 1 FROM media WHERE ${firstOf('media')}`,
  ],
  ...[
    '<p onclick="x()">a</p>',
    '<script>x()</script>',
    '<a href=" javascript:x()">a</a>',
    '<img src="data:text/html,x">',
  ].flatMap((html) =>
    ['posts', 'comments'].map(
      (table) => ['safe-html', `UPDATE ${table} SET html = '${html}' WHERE ${firstOf(table)}`] as const,
    ),
  ),
  ...['posts', 'comments'].map(
    (table) =>
      [
        'search-words',
        `UPDATE ${table} SET words = to_tsvector('simple', 'other') WHERE ${firstOf(table)}`,
      ] as const,
  ),
  ['purged', purgeOf('POST', 'posts')],
  ['purged', purgeOf('COMMENT', 'comments')],
  ['purged', purgeOf('REVISION', 'post_revisions')],
  ['edits', commentRevision('author_id', `'Before'`, 'edited_at IS NULL')],
  ['edits', editedComment('author_id', 'body')],
  ['edits', editedComment(`(SELECT id FROM users WHERE ${theirs} AND username = 'admin')`, `'Before'`)],
  [
    'notifications',
    `INSERT INTO notifications (community_id, id, user_id, kind, actor_id)
      SELECT u.community_id, gen_random_uuid(), u.id, 'TIP', o.id FROM users u JOIN users o USING (community_id)
       WHERE u.${theirs} AND u.username = 'dave' AND o.username = 'admin'`,
  ],
  ...[
    ['users', `display_name = E'Bob\\u202Enimda'`],
    ['users', `bio = E'Hi\\u0007'`],
    ['posts', `title = E'One\\nTwo'`],
    ['posts', `title = E'Cafe\\u0301'`],
    ['posts', `body = E'Hello\\u0001there'`],
    ['comments', `body = E'Hello\\u009Bthere'`],
  ].map(
    ([table = '', change = '']) =>
      ['characters', `UPDATE ${table} SET ${change} WHERE ${firstOf(table)}`] as const,
  ),
  [
    'notifications',
    `INSERT INTO notifications (community_id, id, user_id, kind, actor_id, post_id)
      SELECT p.community_id, gen_random_uuid(), u.id, 'MENTION', p.author_id, p.id FROM posts p JOIN users u USING (community_id)
       WHERE p.${theirs} AND u.username = 'dave' AND p.author_id <> u.id AND p.status = 'PUBLISHED' AND p.edited_at IS NULL
         AND p.body NOT LIKE '%@dave%' LIMIT 1`,
  ],
  [
    'notifications',
    `INSERT INTO notifications (community_id, id, user_id, kind, actor_id, post_id, comment_id)
      SELECT c.community_id, gen_random_uuid(), u.id, 'FOLLOWED', c.author_id, c.post_id, c.id
        FROM comments c JOIN users u USING (community_id)
       WHERE u.username = 'dave' AND c.author_id <> u.id AND NOT EXISTS (SELECT FROM notifications n WHERE n.user_id = u.id AND n.comment_id = c.id)
         AND c.post_id = (SELECT post_id FROM comments WHERE ${theirs} GROUP BY post_id ORDER BY count(*) DESC, post_id LIMIT 1)`,
  ],
];

/** Ids of the rows below, so that tests can name them. */
export const ids = {
  techcorp: '11111111-1111-1111-1111-111111111111',
  retail: '22222222-2222-2222-2222-222222222222',
  admin: '01900000-0000-7000-8000-000000000001',
  bob: '01900000-0000-7000-8000-000000000002',
  carol: '01900000-0000-7000-8000-000000000003',
  mallory: '01900000-0000-7000-8000-000000000004',
  moderator: '01900000-0000-7000-8000-000000000005',
  general: '01900000-0000-7000-8000-0000000000c1',
  news: '01900000-0000-7000-8000-0000000000c2',
  firstPost: '01900000-0000-7000-8000-000000001001',
  draft: '01900000-0000-7000-8000-000000001f01',
  hidden: '01900000-0000-7000-8000-000000001f02',
} as const;

/** Of community 2: the same usernames and slugs on purpose. */
export const foreign = {
  bob: '01900000-0000-7000-8000-0000000000b2',
  general: '01900000-0000-7000-8000-0000000000e1',
  post: '01900000-0000-7000-8000-000000002001',
} as const;

/** Everyone's password. */
export const password = 'User123!';
const passwordHash =
  '$argon2id$v=19$m=19456,t=2,p=1$qk8AxCrZjE7wFNj5UFlTjg$HoTMvYPgW+8YA2IDVafdR8HEvujmEVhXaeB5Xezffg4';

/** Twelve ids of comments on the first post: a thread down to depth 5 and a second one. */
export const commentIds = Array.from(
  { length: 9 },
  (_, index) => `01900000-0000-7000-8000-00000000300${index + 1}`,
);

/** Which of them answers which, by index; null: the post. */
const parents = [null, 0, 1, 2, 3, 4, 0, null, 7];

const path = (index: number): number[] => {
  const parent = parents[index];
  return parent === null || parent === undefined ? [index] : [...path(parent), index];
};

const bytes = (indexes: readonly number[]): string =>
  indexes.length === 0
    ? 'NULL'
    : `'\\x${indexes.map((index) => commentIds[index]?.replaceAll('-', '')).join('')}'`;

const minute = (index: number): string => `timestamptz '2026-11-01 12:00Z' + interval '${index} minutes'`;

const comments = parents.map((parent, index) => {
  const chain = path(index);
  const replied =
    parent === null
      ? 'NULL, NULL, NULL'
      : `'${commentIds[parent]}', ${bytes(chain.slice(0, -1))}, ${minute(parent)}`;
  const author = index % 2 === 0 ? ids.carol : ids.bob;
  const status = index === 6 ? 'DELETED' : 'PUBLISHED';
  return `('${ids.techcorp}', '${commentIds[index]}', '${ids.firstPost}', '${author}', ${replied}, ${chain.length - 1},
    ${bytes(chain)}, 'Comment number ${index}', '${status}', ${minute(index)})`;
});

/** Two communities in SQL: one with a few users, 30 posts and a nested thread, one with the same names and little else. */
export const forumRows = `
INSERT INTO communities (id, slug, name, created_at) VALUES
  ('${ids.techcorp}', 'techcorp', 'TechCorp Solutions', '2026-10-01Z'), ('${ids.retail}', 'retail', 'Global Retail Inc', '2026-10-01Z');
INSERT INTO point_economies (community_id) VALUES ('${ids.techcorp}'), ('${ids.retail}');
INSERT INTO levels (community_id, id, rank, name, min_points)
  SELECT c.id, gen_random_uuid(), l.rank, l.name, l.min FROM communities c,
  (VALUES (1, 'Newcomer', 0), (2, 'Regular', 50), (3, 'Trusted', 500)) l(rank, name, min);
INSERT INTO users (community_id, id, email, username, display_name, password_hash, role, status, email_verified_at, created_at) VALUES
  ('${ids.techcorp}', '${ids.admin}', 'admin@forum.com', 'admin', 'Ada Admin', '${passwordHash}', 'ADMIN', 'ACTIVE', now(), '2026-10-01Z'),
  ('${ids.techcorp}', '${ids.moderator}', 'moderator@forum.com', 'moderator', 'Mo Derator', '${passwordHash}', 'MODERATOR', 'ACTIVE', now(), '2026-10-01Z'),
  ('${ids.techcorp}', '${ids.bob}', 'bob@example.com', 'bob', 'Bob', '${passwordHash}', 'MEMBER', 'ACTIVE', now(), '2026-10-02Z'),
  ('${ids.techcorp}', '${ids.carol}', 'carol@example.com', 'carol', 'Carol', '${passwordHash}', 'MEMBER', 'ACTIVE', now(), '2026-10-03Z'),
  ('${ids.techcorp}', '${ids.mallory}', 'mallory@example.com', 'mallory', 'Mallory', '${passwordHash}', 'MEMBER', 'SUSPENDED', now(), '2026-10-04Z'),
  ('${ids.retail}', '${foreign.bob}', 'bob@example.com', 'bob', 'Another Bob', '${passwordHash}', 'MEMBER', 'ACTIVE', now(), '2026-10-02Z');
INSERT INTO user_statistics (community_id, user_id) SELECT community_id, id FROM users;
INSERT INTO user_preferences (community_id, user_id) SELECT community_id, id FROM users;
INSERT INTO channels (community_id, id, slug, name, position, post_role) VALUES
  ('${ids.techcorp}', '${ids.general}', 'general', 'General', 0, 'MEMBER'),
  ('${ids.techcorp}', '${ids.news}', 'announcements', 'Announcements', 1, 'MODERATOR'),
  ('${ids.retail}', '${foreign.general}', 'general', 'General', 0, 'MEMBER');
INSERT INTO tags (community_id, id, slug, name, colour)
  SELECT c.id, gen_random_uuid(), t.slug, t.name, '#336699' FROM communities c,
  (VALUES ('help-wanted', 'Help Wanted'), ('tutorial', 'Tutorial'), ('news', 'News')) t(slug, name);
INSERT INTO posts (community_id, id, channel_id, author_id, title, body, status, like_count, created_at, last_activity_at)
  SELECT '${ids.techcorp}', ('01900000-0000-7000-8000-0000000010' || lpad(n::text, 2, '0'))::uuid,
    CASE WHEN n % 5 = 0 THEN '${ids.news}' ELSE '${ids.general}' END::uuid, '${ids.bob}',
    'Post number ' || n, 'What post ' || n || ' has to say about indexes.', 'PUBLISHED', 0,
    timestamptz '2026-11-01Z' + n / 2 * interval '1 hour', timestamptz '2026-11-01Z' + n / 2 * interval '1 hour'
  FROM generate_series(1, 30) n;
INSERT INTO posts (community_id, id, channel_id, author_id, title, body, status, created_at, last_activity_at) VALUES
  ('${ids.techcorp}', '${ids.draft}', '${ids.general}', '${ids.bob}', 'A draft', 'Not yet.', 'DRAFT', '2026-11-02Z', '2026-11-02Z'),
  ('${ids.techcorp}', '${ids.hidden}', '${ids.general}', '${ids.carol}', 'Hidden', 'Taken out.', 'HIDDEN', '2026-11-02Z', '2026-11-02Z'),
  ('${ids.retail}', '${foreign.post}', '${foreign.general}', '${foreign.bob}', 'Of another community', 'Secret.', 'PUBLISHED', '2026-11-02Z', '2026-11-02Z');
INSERT INTO post_tags (community_id, post_id, tag_id)
  SELECT p.community_id, p.id, t.id FROM posts p JOIN tags t USING (community_id) WHERE t.slug = 'tutorial' AND p.title LIKE '%3';
INSERT INTO post_likes (community_id, post_id, user_id, created_at)
  SELECT '${ids.techcorp}', p.id, u.id, p.created_at + interval '1 minute' FROM posts p, users u
  WHERE p.community_id = '${ids.techcorp}' AND u.community_id = p.community_id AND u.id <> p.author_id AND p.status = 'PUBLISHED'
    AND hashtext(p.title || u.username) % 3 = 0;
UPDATE posts p SET like_count = (SELECT count(*) FROM post_likes l WHERE (l.community_id, l.post_id) = (p.community_id, p.id));
INSERT INTO comments (community_id, id, post_id, author_id, parent_id, parent_path, parent_created_at, depth, path, body, status, created_at)
  VALUES ${comments.join(',\n  ')};
INSERT INTO comments (community_id, id, post_id, author_id, depth, path, body, created_at)
  SELECT '${ids.techcorp}', made.id, p.id, '${ids.admin}', 0, uuid_send(made.id), 'A remark.', p.created_at + (1 + made.n * 7 % 11) * interval '1 hour'
  FROM (SELECT n, ('01900000-0000-7000-8000-0000000040' || lpad(n::text, 2, '0'))::uuid AS id,
      ('01900000-0000-7000-8000-0000000010' || lpad(n::text, 2, '0'))::uuid AS post_id FROM generate_series(3, 30, 3) n) made
  JOIN posts p ON p.id = made.post_id;
UPDATE posts p SET comment_count = c.comments, last_activity_at = greatest(p.created_at, c.newest)
  FROM (SELECT post_id, count(*) AS comments, max(created_at) AS newest FROM comments WHERE status = 'PUBLISHED' GROUP BY 1) c
  WHERE c.post_id = p.id;
INSERT INTO bans (community_id, id, user_id, moderator_id, reason, starts_at)
  VALUES ('${ids.techcorp}', gen_random_uuid(), '${ids.mallory}', '${ids.moderator}', 'Spam', '2026-11-20Z');
UPDATE user_statistics s SET
  posts = (SELECT count(*) FROM posts p WHERE p.author_id = s.user_id AND p.status = 'PUBLISHED'),
  comments = (SELECT count(*) FROM comments c WHERE c.author_id = s.user_id AND c.status = 'PUBLISHED'),
  likes_given = (SELECT count(*) FROM post_likes l WHERE l.user_id = s.user_id),
  likes_received = (SELECT coalesce(sum(p.like_count), 0) FROM posts p WHERE p.author_id = s.user_id),
  last_active_on = (SELECT max(day) FROM (
    SELECT p.created_at::date AS day FROM posts p WHERE p.author_id = s.user_id AND p.status = 'PUBLISHED'
    UNION ALL SELECT c.created_at::date FROM comments c WHERE c.author_id = s.user_id AND c.status = 'PUBLISHED') days);
UPDATE user_statistics s SET streak_days = (
  SELECT count(*) FROM (SELECT row_number() OVER (ORDER BY day DESC) AS place, s.last_active_on - day AS ago FROM (
    SELECT p.created_at::date AS day FROM posts p WHERE p.author_id = s.user_id AND p.status = 'PUBLISHED'
    UNION SELECT c.created_at::date FROM comments c WHERE c.author_id = s.user_id AND c.status = 'PUBLISHED') days) placed
  WHERE ago = place - 1);
`;

// drizzle-seed as a comparator for the load: the six largest tables of the cut-down forum, in the load's proportions,
// with the same indexes and foreign keys in place.
import { drizzle } from 'drizzle-orm/node-postgres';
import { integer, pgTable, text, timestamp, uuid, varchar } from 'drizzle-orm/pg-core';
import { seed } from 'drizzle-seed';
import { Client } from 'pg';

const community = (): ReturnType<typeof uuid> => uuid('community_id').notNull();
const created = (): ReturnType<typeof timestamp> => timestamp('created_at', { withTimezone: true }).notNull();

// Columns that have a default or may be null are left to the server, which only spares drizzle-seed work.
const users = pgTable('users', {
  communityId: community(),
  id: uuid().primaryKey(),
  email: varchar({ length: 254 }).notNull(),
  username: varchar({ length: 30 }).notNull(),
  displayName: varchar('display_name', { length: 80 }).notNull(),
  createdAt: created(),
});
const posts = pgTable('posts', {
  communityId: community(),
  id: uuid().primaryKey(),
  channelId: uuid('channel_id').notNull(),
  authorId: uuid('author_id')
    .notNull()
    .references(() => users.id),
  title: varchar({ length: 200 }).notNull(),
  body: text().notNull(),
  createdAt: created(),
});
const comments = pgTable('comments', {
  communityId: community(),
  id: uuid().primaryKey(),
  postId: uuid('post_id')
    .notNull()
    .references(() => posts.id),
  authorId: uuid('author_id')
    .notNull()
    .references(() => users.id),
  path: text().notNull(),
  body: text().notNull(),
  createdAt: created(),
});
const postLikes = pgTable('post_likes', {
  communityId: community(),
  postId: uuid('post_id')
    .notNull()
    .references(() => posts.id),
  userId: uuid('user_id')
    .notNull()
    .references(() => users.id),
  createdAt: created(),
});
const commentLikes = pgTable('comment_likes', {
  communityId: community(),
  commentId: uuid('comment_id')
    .notNull()
    .references(() => comments.id),
  userId: uuid('user_id')
    .notNull()
    .references(() => users.id),
  createdAt: created(),
});
const ledger = pgTable('point_transactions', {
  communityId: community(),
  id: uuid().primaryKey(),
  userId: uuid('user_id')
    .notNull()
    .references(() => users.id),
  sequence: integer().notNull(),
  amount: integer().notNull(),
  balanceAfter: integer('balance_after').notNull(),
  reason: text().notNull(),
  idempotencyKey: varchar('idempotency_key', { length: 200 }).notNull(),
  createdAt: created(),
});

/** Rows of each table: a load's proportions, of which a sample has to do. */
const COUNTS = {
  users: 1000,
  posts: 2500,
  comments: 22_400,
  post_likes: 26_500,
  comment_likes: 17_600,
  point_transactions: 114_700,
};
const COMMUNITY = '11111111-1111-1111-1111-111111111111';

/**
 * What drizzle-seed cannot know: conditions on values, and that nobody likes a thing twice, which its draws do now and
 * then; a key with the moment in it is as dear.
 */
const LOOSEN = `
  DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) FROM pg_constraint
                 WHERE contype = 'c' AND connamespace = 'public'::regnamespace AND conrelid <> 0
    LOOP EXECUTE name; END LOOP;
  END $$;
  ALTER TABLE post_likes DROP CONSTRAINT post_likes_pkey, ADD PRIMARY KEY (community_id, post_id, user_id, created_at);
  ALTER TABLE comment_likes DROP CONSTRAINT comment_likes_pkey,
    ADD PRIMARY KEY (community_id, comment_id, user_id, created_at)`;

/**
 * Fills an empty database of the cut-down forum by drizzle-seed.
 * @returns rows a second
 */
export async function drizzleRowsPerSecond(url: string): Promise<number> {
  const client = new Client(url);
  await client.connect();
  try {
    await client.query(LOOSEN);
    const schema = { users, posts, comments, postLikes, commentLikes, ledger };
    const started = performance.now();
    await seed(drizzle(client), schema, { seed: 1 }).refine((f) => {
      const communityId = f.default({ defaultValue: COMMUNITY });
      const body = f.loremIpsum({ sentencesCount: 3 });
      return {
        users: { count: COUNTS.users, columns: { communityId, username: f.string({ isUnique: true }) } },
        posts: { count: COUNTS.posts, columns: { communityId, body } },
        comments: {
          count: COUNTS.comments,
          columns: { communityId, body, path: f.string({ isUnique: true }) },
        },
        postLikes: { count: COUNTS.post_likes, columns: { communityId } },
        commentLikes: { count: COUNTS.comment_likes, columns: { communityId } },
        ledger: {
          count: COUNTS.point_transactions,
          columns: {
            communityId,
            sequence: f.intPrimaryKey(),
            reason: f.valuesFromArray({ values: ['POST', 'COMMENT', 'LIKE_GIVEN', 'LIKE_RECEIVED'] }),
            idempotencyKey: f.string({ isUnique: true }),
          },
        },
      };
    });
    const seconds = (performance.now() - started) / 1000;
    let made = 0;
    for (const [table, expected] of Object.entries(COUNTS)) {
      const { rows } = await client.query<{ count: number }>(`SELECT count(*)::integer FROM ${table}`);
      if (rows[0]?.count !== expected)
        throw new Error(`drizzle-seed made ${rows[0]?.count} rows in ${table}, not ${expected}.`);
      made += expected;
    }
    return made / seconds;
  } finally {
    await client.end();
  }
}

// drizzle-seed as a comparator for the load: the forum's four largest kinds of content as one would declare them with
// drizzle, in the load's proportions, with their primary and foreign keys in place.
import { drizzle } from 'drizzle-orm/node-postgres';
import { boolean, integer, pgTable, text, timestamp, uuid, varchar } from 'drizzle-orm/pg-core';
import { seed } from 'drizzle-seed';
import { Client } from 'pg';

const created = (): ReturnType<typeof timestamp> => timestamp('created_at', { withTimezone: true }).notNull();

const users = pgTable('users', {
  id: uuid().primaryKey(),
  email: varchar({ length: 254 }).notNull(),
  username: varchar({ length: 30 }).notNull(),
  displayName: varchar('display_name', { length: 80 }).notNull(),
  points: integer().notNull(),
  active: boolean().notNull(),
  createdAt: created(),
});
const posts = pgTable('posts', {
  id: uuid().primaryKey(),
  authorId: uuid('author_id')
    .notNull()
    .references(() => users.id),
  title: varchar({ length: 200 }).notNull(),
  body: text().notNull(),
  viewCount: integer('view_count').notNull(),
  createdAt: created(),
});
const comments = pgTable('comments', {
  id: uuid().primaryKey(),
  postId: uuid('post_id')
    .notNull()
    .references(() => posts.id),
  authorId: uuid('author_id')
    .notNull()
    .references(() => users.id),
  body: text().notNull(),
  createdAt: created(),
});
const likes = pgTable('likes', {
  id: uuid().primaryKey(),
  postId: uuid('post_id')
    .notNull()
    .references(() => posts.id),
  userId: uuid('user_id')
    .notNull()
    .references(() => users.id),
  createdAt: created(),
});

const TABLES = `
  CREATE TABLE users (id uuid PRIMARY KEY, email varchar(254) NOT NULL, username varchar(30) NOT NULL,
    display_name varchar(80) NOT NULL, points integer NOT NULL, active boolean NOT NULL, created_at timestamptz NOT NULL);
  CREATE TABLE posts (id uuid PRIMARY KEY, author_id uuid NOT NULL REFERENCES users, title varchar(200) NOT NULL,
    body text NOT NULL, view_count integer NOT NULL, created_at timestamptz NOT NULL);
  CREATE TABLE comments (id uuid PRIMARY KEY, post_id uuid NOT NULL REFERENCES posts, author_id uuid NOT NULL REFERENCES users,
    body text NOT NULL, created_at timestamptz NOT NULL);
  CREATE TABLE likes (id uuid PRIMARY KEY, post_id uuid NOT NULL REFERENCES posts, user_id uuid NOT NULL REFERENCES users,
    created_at timestamptz NOT NULL)`;

/** Rows of each table: a load's proportions, of which a sample has to do. */
const COUNTS = { users: 1000, posts: 2500, comments: 22_500, likes: 44_000 };

/**
 * Fills an empty database by drizzle-seed; making the tables is not counted.
 * @returns rows a second
 */
export async function drizzleRowsPerSecond(url: string): Promise<number> {
  const client = new Client(url);
  await client.connect();
  try {
    await client.query(TABLES);
    const started = performance.now();
    await seed(drizzle(client), { users, posts, comments, likes }, { seed: 1 }).refine(() => ({
      users: { count: COUNTS.users },
      posts: { count: COUNTS.posts },
      comments: { count: COUNTS.comments },
      likes: { count: COUNTS.likes },
    }));
    const seconds = (performance.now() - started) / 1000;
    const { rows } = await client.query<{ made: number }>(`SELECT ((SELECT count(*) FROM users)
      + (SELECT count(*) FROM posts) + (SELECT count(*) FROM comments) + (SELECT count(*) FROM likes))::integer AS made`);
    const expected = Object.values(COUNTS).reduce((sum, count) => sum + count, 0);
    if (rows[0]?.made !== expected)
      throw new Error(`drizzle-seed made ${rows[0]?.made} rows, not ${expected}.`);
    return expected / seconds;
  } finally {
    await client.end();
  }
}

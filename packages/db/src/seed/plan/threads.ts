import { AgoraError } from '@agora/postgres';
import { MINUTE_MS } from '../calendar.ts';
import { parseUuid } from '../ids.ts';
import { channels } from '../text/reference.ts';
import { delayMs, type ReplyText } from '../text/thread.ts';
import type { CommunityContext } from './community.ts';
import type { PlannedComment, PlannedPost, PlannedUser } from './forum-plan.ts';
import { said } from './said.ts';
import { userIndex } from '../text/people.ts';
import { assertCanAct } from './users.ts';
import { whenAwake } from './waking.ts';

/** Deepest reply that the database takes. */
const MAX_DEPTH = 10;

export interface PlannedThreads {
  posts: PlannedPost[];
  comments: PlannedComment[];
}

/** Gives every hand-written thread its moments and ids. Posts come in order of time, comments depth first within. */
export function planThreads(ctx: CommunityContext, users: readonly PlannedUser[]): PlannedThreads {
  const threads = ctx.spec.threads;
  if (threads === null) return { posts: [], comments: [] };
  const dated = channels.flatMap(({ slug }) =>
    threads[slug].map((text, position) => {
      const { person } = users[userIndex(text.by)]!;
      const at = ctx.calendar.at(text.day, text.time);
      return { slug, text, at: whenAwake(person, at, ctx.random(`${slug} waking`, position)) };
    }),
  );
  dated.sort((a, b) => a.at - b.at);

  const posts: PlannedPost[] = [];
  const comments: PlannedComment[] = [];
  for (const { slug, text, at } of dated) {
    const author = userIndex(text.by);
    assertCanAct(ctx, users[author]!, at, `"${text.title}"`);
    const index = posts.length;
    const createdAt = at + secondsWithinMinute(ctx, 'posts', index);
    const post: PlannedPost = {
      id: ctx.id('posts', index, createdAt),
      channel: slug,
      author,
      text: { ...text, title: said(ctx, text.title), body: said(ctx, text.body) },
      createdAt,
      editedAt: text.edited === undefined ? null : createdAt + delayMs(text.edited),
      lastActivityAt: createdAt,
      comments: 0,
      likes: 0,
    };
    posts.push(post);
    for (const reply of text.replies) addReply(ctx, users, posts, comments, index, null, reply);
  }
  return { posts, comments };
}

function addReply(
  ctx: CommunityContext,
  users: readonly PlannedUser[],
  posts: readonly PlannedPost[],
  comments: PlannedComment[],
  postIndex: number,
  parentIndex: number | null,
  text: ReplyText,
): void {
  const post = posts[postIndex]!;
  const parent = parentIndex === null ? null : comments[parentIndex]!;
  const index = comments.length;
  const author = userIndex(text.by);
  const at = (parent ?? post).createdAt + delayMs(text.after) + secondsWithinMinute(ctx, 'comments', index);
  const createdAt = whenAwake(users[author]!.person, at, ctx.random('comments waking', index));
  assertCanAct(ctx, users[author]!, createdAt, `"${text.text.slice(0, 40)}"`);
  const depth = parent === null ? 0 : parent.depth + 1;
  if (depth > MAX_DEPTH) {
    throw new AgoraError({
      code: 'seed.impossible_text',
      message: `The thread "${post.text.title}" is nested deeper than ${MAX_DEPTH}.`,
      fix: 'Flatten the last replies in src/seed/text/.',
    });
  }
  const id = ctx.id('comments', index, createdAt);
  comments.push({
    id,
    post: postIndex,
    author,
    parent: parentIndex,
    depth,
    path: parent === null ? parseUuid(id) : Buffer.concat([parent.path, parseUuid(id)]),
    text: { ...text, text: said(ctx, text.text) },
    createdAt,
    editedAt: text.edited === undefined ? null : createdAt + delayMs(text.edited),
    acceptedAt: text.accepted === undefined ? null : createdAt + delayMs(text.accepted),
    likes: 0,
  });
  if (text.status === undefined) {
    post.comments += 1;
    post.lastActivityAt = Math.max(post.lastActivityAt, createdAt);
  }
  for (const reply of text.replies) addReply(ctx, users, posts, comments, postIndex, index, reply);
}

/** The texts give whole minutes; nobody writes at :00.000. */
function secondsWithinMinute(ctx: CommunityContext, entity: string, index: number): number {
  return ctx.random(`${entity} seconds`, index).int(0, MINUTE_MS - 1);
}

import { AgoraError } from '@agora/core';
import { MINUTE_MS } from '../../values/calendar.ts';
import { parseUuid, streamKey } from '@agora/seeding/random';
import { channels, type ChannelSlug } from '../../text/reference.ts';
import { type Delay, delayMs, type ReplyText, type ThreadText } from '../../text/threads/thread.ts';
import type { CommunityContext } from '../model/community.ts';
import type { PlannedComment, PlannedPost, PlannedUser } from '../model/forum-plan.ts';
import { fillSlots } from './fill-slots.ts';
import { userIndex } from '../../text/people.ts';
import { assertCanAct } from './users.ts';
import { whenAwake } from './when-awake.ts';

/** Deepest reply that the database takes. */
const MAX_DEPTH = 10;

interface PlannedThreads {
  posts: PlannedPost[];
  comments: PlannedComment[];
}

/** Gives every hand-written thread its moments and ids. Posts come in order of time, comments depth first within. */
export function planThreads(ctx: CommunityContext, users: readonly PlannedUser[]): PlannedThreads {
  const threads = ctx.spec.threads;
  if (threads === null) return { posts: [], comments: [] };
  const dated = channels.flatMap(({ slug }) =>
    threads[slug].map((text) => {
      const { person } = users[userIndex(text.by)]!;
      const at = ctx.calendar.at(text.day, text.time);
      const key = streamKey(0, slug, text.title);
      return { slug, text, key, at: whenAwake(person, at, ctx.random('posts waking', key)) };
    }),
  );
  dated.sort((a, b) => a.at - b.at);

  const posts: PlannedPost[] = [];
  const comments: PlannedComment[] = [];
  for (const { slug, text, key, at } of dated) {
    const author = userIndex(text.by);
    assertCanAct(ctx, users[author]!, at, `"${text.title}"`);
    assertMayOpen(users[author]!, slug, text.title);
    const index = posts.length;
    const createdAt = at + secondsWithinMinute(ctx, 'posts', key);
    const post: PlannedPost = {
      id: ctx.id('posts', key, createdAt),
      key,
      channel: slug,
      author,
      text: { ...text, title: fillSlots(ctx, text.title), body: fillSlots(ctx, text.body) },
      createdAt,
      hiddenAt: text.hidden === undefined ? null : ctx.calendar.at(...text.hidden),
      editedAt: later(ctx, users[author]!, key, { what: 'edited', since: createdAt, delay: text.edited }),
      before: beforeEdit(ctx, text),
      lastActivityAt: createdAt,
      comments: 0,
      likes: 0,
    };
    posts.push(post);
    text.replies.forEach((reply, place) => {
      addReply(ctx, { users, posts, comments }, { post: index, parent: null, place }, reply);
    });
  }
  return { posts, comments };
}

/** A text as it read before it was edited. */
function beforeEdit(ctx: CommunityContext, { title, body, edited, before }: ThreadText): string | null {
  if (edited === undefined) return null;
  let text = body;
  for (const [now, then] of before ?? []) text = text.replace(now, () => then);
  if (text !== body && (before ?? []).every(([now]) => body.includes(now))) return fillSlots(ctx, text);
  throw new AgoraError({
    code: 'seed.impossible_text',
    message: `"${title}" was edited, and reads as it did before.`,
    why: 'What an edit changed stands in its `before`: a part of the text as it reads now, and as it read then.',
    fix: 'Give the thread a `before` of which every part stands in its text, in src/seed/text/threads/.',
  });
}

/** From the most rights to the fewest. */
const roles = ['ADMIN', 'MODERATOR', 'MEMBER'];

/** As the API has it: everyone may answer in a channel, but not everyone opens a thread in it. */
function assertMayOpen({ person }: PlannedUser, channel: ChannelSlug, title: string): void {
  const { name, postRole } = channels.find(({ slug }) => slug === channel)!;
  if (roles.indexOf(person.role) <= roles.indexOf(postRole)) return;
  throw new AgoraError({
    code: 'seed.impossible_text',
    message: `${person.username} cannot have opened "${title}" in ${name}.`,
    why: `Threads there are opened by people who are at least ${postRole}.`,
    fix: 'Change the channel or who says it in src/seed/text/threads/.',
  });
}

/** What is written so far, and by whom. */
interface Written {
  readonly users: readonly PlannedUser[];
  readonly posts: readonly PlannedPost[];
  readonly comments: PlannedComment[];
}

/** Where a reply stands. */
interface ReplyPlace {
  /** Index of its post. */
  readonly post: number;
  /** Index of the comment that it answers; null: the post itself. */
  readonly parent: number | null;
  /** Among the replies to the same. */
  readonly place: number;
}

function addReply(
  ctx: CommunityContext,
  written: Written,
  { post: postIndex, parent: parentIndex, place }: ReplyPlace,
  text: ReplyText,
): void {
  const { users, posts, comments } = written;
  const post = posts[postIndex]!;
  const parent = parentIndex === null ? null : comments[parentIndex]!;
  const index = comments.length;
  const author = userIndex(text.by);
  const key = streamKey((parent ?? post).key, `${place}`);
  const at = (parent ?? post).createdAt + delayMs(text.after) + secondsWithinMinute(ctx, 'comments', key);
  const createdAt = whenAwake(users[author]!.person, at, ctx.random('comments waking', key));
  assertCanAct(ctx, users[author]!, createdAt, `"${text.text.slice(0, 40)}"`);
  if (post.hiddenAt !== null && createdAt >= post.hiddenAt) {
    throw new AgoraError({
      code: 'seed.impossible_text',
      message: `"${text.text.slice(0, 40)}" answers "${post.text.title}" after that was hidden.`,
      fix: 'Shorten the delay in src/seed/text/threads/, or hide the post later.',
    });
  }
  const depth = parent === null ? 0 : parent.depth + 1;
  if (depth > MAX_DEPTH) {
    throw new AgoraError({
      code: 'seed.impossible_text',
      message: `The thread "${post.text.title}" is nested deeper than ${MAX_DEPTH}.`,
      fix: 'Flatten the last replies in src/seed/text/threads/.',
    });
  }
  const id = ctx.id('comments', key, createdAt);
  comments.push({
    id,
    key,
    post: postIndex,
    author,
    parent: parentIndex,
    depth,
    path: parent === null ? parseUuid(id) : Buffer.concat([parent.path, parseUuid(id)]),
    text: { ...text, text: fillSlots(ctx, text.text) },
    createdAt,
    editedAt: later(ctx, users[author]!, key, { what: 'edited', since: createdAt, delay: text.edited }),
    acceptedAt: later(ctx, users[post.author]!, key, {
      what: 'accepted',
      since: createdAt,
      delay: text.accepted,
    }),
    likes: 0,
  });
  if (text.status === undefined) {
    post.comments += 1;
    post.lastActivityAt = Math.max(post.lastActivityAt, createdAt);
  }
  text.replies.forEach((reply, below) => {
    addReply(ctx, written, { post: postIndex, parent: index, place: below }, reply);
  });
}

/** When somebody edited or accepted what was written at a moment: awake, like all that they do. */
function later(
  ctx: CommunityContext,
  user: PlannedUser,
  key: number,
  {
    what,
    since,
    delay,
  }: { readonly what: 'edited' | 'accepted'; readonly since: number; readonly delay: Delay | undefined },
): number | null {
  if (delay === undefined) return null;
  const at = whenAwake(user.person, since + delayMs(delay), ctx.random(`${what} waking`, key));
  assertCanAct(ctx, user, at, `what was ${what}`);
  return at;
}

/** The texts give whole minutes; nobody writes at :00.000. */
function secondsWithinMinute(ctx: CommunityContext, entity: string, key: number): number {
  return ctx.random(`${entity} seconds`, key).int(0, MINUTE_MS - 1);
}

import { HOUR_MS } from '../../values/calendar.ts';
import { streamKey } from '@agora/seeding/random';
import { delayMs } from '../../text/threads/thread.ts';
import { type Handle, people, userIndex } from '../../text/people.ts';
import type { CommunityContext } from '../model/community.ts';
import type { ForumPlan, PlannedNotice } from '../model/forum-plan.ts';

type Told = Pick<ForumPlan, 'users' | 'posts' | 'comments' | 'tips' | 'follows' | 'standing'>;
type Notice = Omit<PlannedNotice, 'id' | 'readAt'>;

/**
 * Whom the API would have told of what: answers, mentions, accepted answers, tips, what the team hid, and new comments in
 * threads that are followed. In order of time.
 */
export function planNotices(ctx: CommunityContext, told: Told): PlannedNotice[] {
  const tipped = told.tips.map(({ from, to, at }): Notice => {
    return { user: to, actor: from, kind: 'TIP', post: null, comment: null, at };
  });
  const concerned = [...ofPosts(told), ...ofComments(told), ...tipped]
    .filter(({ user, actor, at }) => user !== actor && at >= told.users[user]!.joinedAt)
    .toSorted((a, b) => a.at - b.at || a.user - b.user)
    .map((notice, index) => {
      const readAt = readBy(ctx, told, notice, { draw: 'notifications read', key: index });
      return { id: ctx.id('notifications', index, notice.at), ...notice, readAt };
    });
  return [...concerned, ...planFollowed(ctx, told, concerned)].toSorted((a, b) => a.at - b.at);
}

/** Followers are told of a new comment that they are not told of otherwise, if they have read what they were told before. */
function planFollowed(
  ctx: CommunityContext,
  told: Told,
  concerned: readonly PlannedNotice[],
): PlannedNotice[] {
  const known = new Set(concerned.map(({ user, comment }) => `${user} ${comment}`));
  const inOrder = told.comments
    .map((one, comment) => ({ ...one, comment }))
    .toSorted((a, b) => a.createdAt - b.createdAt);
  return told.follows.flatMap(({ post, user, at: since }) => {
    const news: PlannedNotice[] = [];
    for (const { post: where, comment, author, createdAt: at, key } of inOrder) {
      if (where !== post || at <= since || author === user || known.has(`${user} ${comment}`)) continue;
      const last = news.at(-1);
      if (last !== undefined && (last.readAt === null || last.readAt >= at)) continue;
      const notice = { user, actor: author, kind: 'FOLLOWED' as const, post, comment, at };
      const own = streamKey(key, `${user}`);
      const readAt = readBy(ctx, told, notice, { draw: 'notifications followed', key: own });
      news.push({ id: ctx.id('notifications followed', own, at), ...notice, readAt });
    }
    return news;
  });
}

/** When its reader came by next, some hours later; null when they have not since. */
function readBy(
  ctx: CommunityContext,
  { standing }: Told,
  { user, at }: Notice,
  { draw, key }: { readonly draw: string; readonly key: number },
): number | null {
  const read = at + ctx.random(draw, key).logNormal(3 * HOUR_MS, 1.2);
  return read < standing[user]!.lastActAt ? Math.floor(read) : null;
}

function ofPosts({ posts }: Told): Notice[] {
  return posts.flatMap(({ author, text, createdAt, hiddenAt }, post): Notice[] => {
    const about = { post, comment: null };
    const mentions = mentioned(text.body).map((user): Notice => {
      return { user, actor: author, kind: 'MENTION', ...about, at: createdAt };
    });
    return [...mentions, ...hidden(hiddenAt, text.hiddenBy, { user: author, ...about })];
  });
}

function ofComments({ posts, comments }: Told): Notice[] {
  return comments.flatMap((one, comment): Notice[] => {
    const { post, author, parent, text, createdAt, acceptedAt } = one;
    const about = { post, comment };
    const answered = (parent === null ? posts[post]! : comments[parent]!).author;
    const mentions = mentioned(text.text).filter((user) => user !== answered);
    const hiddenAt = text.hiddenBy === undefined ? null : createdAt + delayMs(text.hiddenBy[1]);
    const asker = posts[post]!.author;
    return [
      { user: answered, actor: author, kind: 'REPLY', ...about, at: createdAt },
      ...mentions.map((user): Notice => ({ user, actor: author, kind: 'MENTION', ...about, at: createdAt })),
      ...(acceptedAt === null
        ? []
        : [{ user: author, actor: asker, kind: 'ANSWER_ACCEPTED' as const, ...about, at: acceptedAt }]),
      ...hidden(hiddenAt, text.hiddenBy?.[0], { user: author, ...about }),
    ];
  });
}

/** Everybody whom a text mentions as the API reads it: no code, no address. */
function mentioned(text: string): number[] {
  const prose = text.replaceAll(/```[\s\S]*?```|`[^`\n]*`/g, ' ');
  return people.flatMap(({ username }, user) =>
    new RegExp(String.raw`(?<![\w@./])@${username}(?!\w)`, 'i').test(prose) ? [user] : [],
  );
}

function hidden(
  at: number | null,
  by: Handle | undefined,
  whose: Pick<Notice, 'user' | 'post' | 'comment'>,
): Notice[] {
  return at === null || by === undefined ? [] : [{ ...whose, actor: userIndex(by), kind: 'MODERATION', at }];
}

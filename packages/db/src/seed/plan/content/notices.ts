import { delayMs } from '../../text/threads/thread.ts';
import { type Handle, people, userIndex } from '../../text/people.ts';
import type { CommunityContext } from '../model/community.ts';
import type { ForumPlan, PlannedNotice } from '../model/forum-plan.ts';

type Told = Pick<ForumPlan, 'users' | 'posts' | 'comments' | 'tips'>;
type Notice = Omit<PlannedNotice, 'id'>;

/** Whom the API would have told of what: answers, mentions, accepted answers, tips, and what the team hid. In order of time. */
export function planNotices(ctx: CommunityContext, told: Told): PlannedNotice[] {
  const tipped = told.tips.map(({ from, to, at }): Notice => {
    return { user: to, actor: from, kind: 'TIP', post: null, comment: null, at };
  });
  return [...ofPosts(told), ...ofComments(told), ...tipped]
    .filter(({ user, actor, at }) => user !== actor && at >= told.users[user]!.joinedAt)
    .toSorted((a, b) => a.at - b.at || a.user - b.user)
    .map((notice, index) => ({ id: ctx.id('notifications', index, notice.at), ...notice }));
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

import { kindOf, NO_SOURCE, Reason, Source } from './kinds.ts';

/** A list of numbers by position: a plain array or a typed one. */
type Numbers = ArrayLike<number>;

/** What is not 0 has been taken out and no longer counts; null: all is published. */
type Withdrawn = Numbers | null;

interface Likes {
  readonly user: Numbers;
  /** Position of the post or comment. */
  readonly target: Numbers;
  readonly at: Numbers;
}

/**
 * What people did in a community, whoever tells it: the texts of a hand-written forum or a simulation. Users, posts and
 * comments are positions in their lists; times are whole milliseconds since 1970.
 */
export interface Acts {
  /** Nothing happened before. */
  readonly openedAt: number;
  readonly users: {
    readonly joinedAt: Numbers;
    /** 0 for who has never confirmed an address: nobody welcomes them. */
    readonly confirmed: Numbers;
  };
  readonly posts: { readonly author: Numbers; readonly at: Numbers; readonly withdrawn: Withdrawn };
  readonly comments: {
    readonly author: Numbers;
    readonly post: Numbers;
    readonly at: Numbers;
    /** When it was taken as the answer; 0 when it was not. */
    readonly acceptedAt: Numbers;
    readonly withdrawn: Withdrawn;
  };
  readonly postLikes: Likes;
  readonly commentLikes: Likes;
  readonly tips: {
    readonly from: Numbers;
    readonly to: Numbers;
    readonly amount: Numbers;
    readonly at: Numbers;
  };
  /** What the team has given or taken. */
  readonly adjustments: { readonly user: Numbers; readonly amount: Numbers; readonly at: Numbers };
}

/** @param source position of what caused the event in its list of {@link Acts}, which the kind's source names */
type TakeEvent = (user: number, kind: number, source: number, at: number) => void;

const WELCOME = kindOf(Reason.WELCOME, Source.USER);
const POST = kindOf(Reason.POST, Source.POST);
const COMMENT = kindOf(Reason.COMMENT, Source.COMMENT);
const ANSWER_ACCEPTED = kindOf(Reason.ANSWER_ACCEPTED, Source.COMMENT);
const TIP_SENT = kindOf(Reason.TIP_SENT, Source.USER);
const TIP_RECEIVED = kindOf(Reason.TIP_RECEIVED, Source.USER);
const ADJUSTMENT = kindOf(Reason.ADJUSTMENT, NO_SOURCE);

/** Tells whom each act concerns, and as what, always in the same order. */
export function eachEvent(acts: Acts, take: TakeEvent): void {
  const { users, posts, comments, tips, adjustments } = acts;
  for (let user = 0; user < users.joinedAt.length; user += 1) {
    if (users.confirmed[user] !== 0) take(user, WELCOME, user, users.joinedAt[user]!);
  }
  for (let post = 0; post < posts.at.length; post += 1)
    take(posts.author[post]!, POST, post, posts.at[post]!);
  for (let comment = 0; comment < comments.at.length; comment += 1) {
    const author = comments.author[comment]!;
    take(author, COMMENT, comment, comments.at[comment]!);
    const acceptedAt = comments.acceptedAt[comment]!;
    // Nobody earns by taking their own answer.
    if (acceptedAt === 0 || posts.author[comments.post[comment]!] === author) continue;
    take(author, ANSWER_ACCEPTED, comment, acceptedAt);
  }
  eachLike(acts.postLikes, posts.author, Source.POST_LIKE, take);
  eachLike(acts.commentLikes, comments.author, Source.COMMENT_LIKE, take);
  for (let tip = 0; tip < tips.at.length; tip += 1) {
    take(tips.from[tip]!, TIP_SENT, tip, tips.at[tip]!);
    take(tips.to[tip]!, TIP_RECEIVED, tip, tips.at[tip]!);
  }
  for (let n = 0; n < adjustments.at.length; n += 1) {
    take(adjustments.user[n]!, ADJUSTMENT, n, adjustments.at[n]!);
  }
}

/** A like concerns who gave it and whose work it is. */
function eachLike(likes: Likes, author: Numbers, source: number, take: TakeEvent): void {
  const given = kindOf(Reason.LIKE_GIVEN, source);
  const received = kindOf(Reason.LIKE_RECEIVED, source);
  for (let like = 0; like < likes.at.length; like += 1) {
    const at = likes.at[like]!;
    take(likes.user[like]!, given, like, at);
    take(author[likes.target[like]!]!, received, like, at);
  }
}

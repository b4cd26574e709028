import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../values/calendar.ts';
import { Draws, mix32, streamKey, uuid7, zipf } from '@agora/seeding/random';
import { type Column, Ints, Moments } from '../../../economy/index.ts';
import {
  ACTIVITY_EXPONENT,
  COMMENT_LIKE_TAIL,
  inWakingHours,
  LIKING_EXPONENT,
  POST_COMMENTS,
  POST_LIKES,
  POSTS_PER_USER,
} from './distributions.ts';
import { hasConfirmed } from './people.ts';

/** How long a generated community has existed at the reference date. */
export const LOAD_SPAN_MS = 730 * DAY_MS;
const MAX_DEPTH = 10;

export const POST_PUBLISHED = 0;
export const POST_HIDDEN = 1;
export const POST_ARCHIVED = 2;

/** Keys of the streams of one community. */
export interface LoadKeys {
  readonly user: number;
  readonly post: number;
  readonly comment: number;
  readonly ledger: number;
  readonly text: number;
  readonly misc: number;
}

/** Everything that happened in one generated community, by column. Times are milliseconds since 1970. */
export interface LoadCommunityPlan {
  readonly id: string;
  readonly ordinal: number;
  readonly openedAt: number;
  readonly referenceMs: number;
  readonly keys: LoadKeys;
  readonly users: number;
  readonly joined: Float64Array;
  /** 1 for who has confirmed an address, 0 for who has not. */
  readonly confirmed: Uint8Array;
  /** Ban of a user; Infinity when there is none. A ban without end goes to Infinity. */
  readonly bannedFrom: Float64Array;
  readonly bannedUntil: Float64Array;
  readonly posts: number;
  readonly postAuthor: Int32Array;
  readonly postChannel: Uint8Array;
  readonly postStatus: Uint8Array;
  readonly postCreated: Float64Array;
  readonly postActive: Float64Array;
  readonly postLikes: Int32Array;
  readonly postComments: Int32Array;
  readonly commentPost: Column<Int32Array>;
  readonly commentAuthor: Column<Int32Array>;
  /** Position of the parent; -1 when it replies to the post. */
  readonly commentParent: Column<Int32Array>;
  readonly commentDepth: Column<Int32Array>;
  readonly commentLikes: Column<Int32Array>;
  readonly commentCreated: Column<Float64Array>;
  /** 0 when it was not accepted. */
  readonly commentAccepted: Column<Float64Array>;
  readonly postLikeTarget: Column<Int32Array>;
  readonly postLikeUser: Column<Int32Array>;
  readonly postLikeAt: Column<Float64Array>;
  readonly commentLikeTarget: Column<Int32Array>;
  readonly commentLikeUser: Column<Int32Array>;
  readonly commentLikeAt: Column<Float64Array>;
}

/** Channels in the order of the reference data: General, Announcements, Development, Crypto, Community. */
const channelShares = [0.34, 0.36, 0.7, 0.8, 1];
export const ANNOUNCEMENTS = 1;
export const DEVELOPMENT = 2;

/** Id of the community with this ordinal. They sort by it, so that keys of tables written in this order are sorted already. */
export function loadCommunityId(seed: number, ordinal: number, referenceMs: number): string {
  return uuid7(referenceMs - LOAD_SPAN_MS + ordinal, streamKey(seed, 'load communities'), ordinal);
}

/**
 * Decides what happened in one community: who joined, wrote, replied and liked, and when. A pure function of its
 * arguments; threads are independent of one another, so any change in one leaves the others alone.
 */
export function simulate(
  seed: number,
  ordinal: number,
  users: number,
  referenceMs: number,
): LoadCommunityPlan {
  const id = loadCommunityId(seed, ordinal, referenceMs);
  const openedAt = referenceMs - LOAD_SPAN_MS;
  // What follows from the last event still fits before the reference date.
  const end = referenceMs - 2 * HOUR_MS;
  const keys: LoadKeys = {
    user: streamKey(seed, id, 'users id'),
    post: streamKey(seed, id, 'posts id'),
    comment: streamKey(seed, id, 'comments id'),
    ledger: streamKey(seed, id, 'point_transactions id'),
    text: streamKey(seed, id, 'text'),
    misc: streamKey(seed, id, 'misc'),
  };
  const draws = new Draws();

  // Growth: the number of members grows with the square of time, as communities that spread by word of mouth do at first.
  const joined = new Float64Array(users);
  const bannedFrom = new Float64Array(users).fill(Number.POSITIVE_INFINITY);
  const bannedUntil = new Float64Array(users).fill(Number.POSITIVE_INFINITY);
  const byRank = new Int32Array(users);
  draws.start(keys.user, 0x7fffffff);
  for (let user = 0; user < users; user += 1) {
    const even = Math.sqrt((user + draws.next()) / users);
    const at = inWakingHours(openedAt + even * (end - openedAt - 9 * DAY_MS));
    joined[user] = Math.max(at, openedAt + HOUR_MS + user, user > 0 ? joined[user - 1]! : 0);
    byRank[user] = user;
  }
  // Ranks of activity are a shuffle (Fisher and Yates) in which nobody moves far: those who came early write more.
  for (let rank = users - 1; rank > 0; rank -= 1) {
    const other = Math.floor(draws.next() * (rank + 1));
    const swap = byRank[rank]!;
    byRank[rank] = byRank[other]!;
    byRank[other] = swap;
  }
  for (let user = 4; user < users; user += 1) {
    if (draws.next() > 0.005) continue;
    const from = joined[user]! + DAY_MS + draws.next() * Math.max(0, end - joined[user]! - 2 * DAY_MS);
    const forGood = draws.next() < 0.3;
    const until = from + (1 + Math.floor(draws.next() * 30)) * DAY_MS;
    if (from >= end || (!forGood && until >= end)) continue;
    bannedFrom[user] = Math.floor(from);
    bannedUntil[user] = forGood ? Number.POSITIVE_INFINITY : Math.floor(until);
  }

  const mayAct = (user: number, at: number): boolean =>
    joined[user]! <= at && (at < bannedFrom[user]! || at >= bannedUntil[user]!);

  const writer = zipf(users, ACTIVITY_EXPONENT);
  const liker = zipf(users, LIKING_EXPONENT);
  /** Somebody who had joined by then, by the Zipf law; -1 if only banned ones were found. */
  const pick = (at: number, rank: (u: number) => number): number => {
    for (let attempt = 0; attempt < 6; attempt += 1) {
      const user = byRank[rank(draws.next())]!;
      if (mayAct(user, at)) return user;
    }
    const age = (at - openedAt) / (end - openedAt);
    let members = Math.min(users, Math.ceil(users * age * age) + 1);
    while (members > 1 && joined[members - 1]! > at) members -= 1;
    const user = Math.floor(draws.next() * members);
    return mayAct(user, at) ? user : -1;
  };

  const posts = Math.round(users * POSTS_PER_USER);
  const postAuthor = new Int32Array(posts);
  const postChannel = new Uint8Array(posts);
  const postStatus = new Uint8Array(posts);
  const postCreated = new Float64Array(posts);
  const postActive = new Float64Array(posts);
  const postLikes = new Int32Array(posts);
  const postComments = new Int32Array(posts);
  const comment = {
    post: new Ints(posts * 12),
    author: new Ints(posts * 12),
    parent: new Ints(posts * 12),
    depth: new Ints(posts * 12),
    likes: new Ints(posts * 12),
    created: new Moments(posts * 12),
    accepted: new Moments(posts * 12),
  };
  const postLike = { target: new Ints(posts * 14), user: new Ints(posts * 14), at: new Moments(posts * 14) };
  const commentLike = {
    target: new Ints(posts * 10),
    user: new Ints(posts * 10),
    at: new Moments(posts * 10),
  };
  // Who has liked the thing at hand: the mark of that thing, so that nothing has to be cleared.
  const lastLiked = new Int32Array(users);
  let mark = 0;

  const like = (
    into: { target: Ints; user: Ints; at: Moments },
    target: number,
    author: number,
    since: number,
    wanted: number,
  ): number => {
    mark += 1;
    lastLiked[author] = mark;
    let given = 0;
    for (let n = 0; n < wanted; n += 1) {
      let at = since + MINUTE_MS + Math.floor(draws.logNormal(5 * HOUR_MS, 1.5));
      if (at > end) at = Math.floor(since + draws.next() * (end - since));
      const user = pick(at, liker);
      if (user < 0 || lastLiked[user] === mark) continue;
      lastLiked[user] = mark;
      into.target.push(target);
      into.user.push(user);
      into.at.push(at);
      given += 1;
    }
    return given;
  };

  const firstPost = joined[0]! + HOUR_MS;
  for (let post = 0; post < posts; post += 1) {
    draws.start(keys.post, post);
    const created = Math.max(
      firstPost + post,
      inWakingHours(openedAt + Math.cbrt((post + draws.next()) / posts) * (end - openedAt - 9 * DAY_MS)),
    );
    const where = draws.next();
    let channel = 0;
    while (where >= channelShares[channel]!) channel += 1;
    let author = channel === ANNOUNCEMENTS ? 0 : pick(created, writer);
    if (author < 0) author = 0;
    const fate = draws.next();
    postCreated[post] = created;
    postAuthor[post] = author;
    postChannel[post] = channel;
    postStatus[post] = fate < 0.01 ? POST_HIDDEN : fate < 0.02 ? POST_ARCHIVED : POST_PUBLISHED;
    const wantedLikes = Math.min(
      Math.floor(users / 3),
      Math.floor(draws.logNormal(POST_LIKES.median, POST_LIKES.sigma)),
    );
    postLikes[post] = like(postLike, post, author, created, wantedLikes);
    sortLast(postLike.user, postLike.at, postLikes[post]!);

    const replies = Math.min(
      POST_COMMENTS.most,
      Math.floor(draws.logNormal(POST_COMMENTS.median, POST_COMMENTS.sigma)),
    );
    const first = comment.post.length;
    let last = created;
    let accepted = false;
    for (let n = 0; n < replies; n += 1) {
      // Threads cool down: every reply waits a little longer for the next.
      const at = last + MINUTE_MS + Math.floor(draws.logNormal((12 + 6 * n) * MINUTE_MS, 1.4));
      if (at > end) break;
      // The post's author comes back in a quarter of the replies.
      const replier = draws.next() < 0.25 ? author : pick(at, writer);
      const answered =
        draws.next() < 0.45 || n === 0 ? -1 : comment.post.length - 1 - Math.floor(n * draws.next() ** 2);
      if (replier < 0 || !mayAct(replier, at)) continue;
      const index = comment.post.length;
      let parent = answered < first || answered >= index ? -1 : answered;
      // Nobody replies to themselves, nor below the deepest level: the reply then goes to the post.
      if (
        parent >= 0 &&
        (comment.depth.data[parent] === MAX_DEPTH || comment.author.data[parent] === replier)
      )
        parent = -1;
      if (parent < 0 && n === 0 && replier === author) continue;
      last = at;
      comment.post.push(post);
      comment.author.push(replier);
      comment.parent.push(parent);
      comment.depth.push(parent < 0 ? 0 : comment.depth.data[parent]! + 1);
      comment.created.push(at);
      // Questions get answers, and two thirds of the askers say so.
      const solves: boolean =
        isQuestion(channel, post) && !accepted && parent < 0 && replier !== author && draws.next() < 0.4;
      const moment = at + Math.floor(draws.logNormal(90 * MINUTE_MS, 1));
      accepted ||= solves && moment < end;
      comment.accepted.push(solves && moment < end ? moment : 0);
      const tail = Math.floor((1 - draws.next()) ** (-1 / COMMENT_LIKE_TAIL)) - 1;
      comment.likes.push(like(commentLike, index, replier, at, Math.min(tail, Math.floor(users / 4))));
    }
    postComments[post] = comment.post.length - first;
    postActive[post] = last;
  }

  const confirmed = new Uint8Array(users);
  for (const author of postAuthor) confirmed[author] = 1;
  for (const { data, length } of [comment.author, postLike.user, commentLike.user]) {
    for (let n = 0; n < length; n += 1) confirmed[data[n]!] = 1;
  }
  for (let user = 0; user < users; user += 1)
    confirmed[user] = Number(hasConfirmed(user, confirmed[user] === 1));

  return {
    id,
    ordinal,
    openedAt,
    referenceMs,
    keys,
    users,
    joined,
    confirmed,
    bannedFrom,
    bannedUntil,
    posts,
    postAuthor,
    postChannel,
    postStatus,
    postCreated,
    postActive,
    postLikes,
    postComments,
    commentPost: comment.post,
    commentAuthor: comment.author,
    commentParent: comment.parent,
    commentDepth: comment.depth,
    commentLikes: comment.likes,
    commentCreated: comment.created,
    commentAccepted: comment.accepted,
    postLikeTarget: postLike.target,
    postLikeUser: postLike.user,
    postLikeAt: postLike.at,
    commentLikeTarget: commentLike.target,
    commentLikeUser: commentLike.user,
    commentLikeAt: commentLike.at,
  };
}

/**
 * Puts the last likes in the order of who gave them, which is the order of their key. By insertion: a post has few.
 */
function sortLast(users: Ints, moments: Moments, count: number): void {
  const user = users.data;
  const moment = moments.data;
  const first = users.length - count;
  for (let next = first + 1; next < users.length; next += 1) {
    const who = user[next]!;
    const when = moment[next]!;
    let at = next;
    for (; at > first && user[at - 1]! > who; at -= 1) {
      user[at] = user[at - 1]!;
      moment[at] = moment[at - 1]!;
    }
    user[at] = who;
    moment[at] = when;
  }
}

/** Every second post of Development and every fourth elsewhere asks something; announcements do not. */
export function isQuestion(channel: number, post: number): boolean {
  if (channel === ANNOUNCEMENTS) return false;
  return mix32(post + 0x51ed) % (channel === DEVELOPMENT ? 2 : 4) === 0;
}

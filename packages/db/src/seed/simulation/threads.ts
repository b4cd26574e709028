import { type Draws, zipf } from '@agora/seeding/random';
import { Ints, Moments } from '../../economy/index.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../values/calendar.ts';
import { ANNOUNCEMENTS, channelFor, isQuestion } from './channels.ts';
import { POST_ARCHIVED, POST_HIDDEN, POST_PUBLISHED, type ThreadColumns } from './community-plan.ts';
import {
  ACTIVITY_EXPONENT,
  COMMENT_LIKE_TAIL,
  inWakingHours,
  POST_COMMENTS,
  POST_LIKES,
  POSTS_PER_USER,
} from './distributions.ts';
import { Likers, LikeList } from './likes.ts';
import type { Members, Span } from './members.ts';

/** Deepest reply that the database takes. */
const MAX_DEPTH = 10;

/** What a thread is written with. */
interface Setting {
  readonly members: Members;
  readonly span: Span;
  /** Key of the posts' stream. */
  readonly key: number;
  readonly draws: Draws;
}

/** Has members write, reply and like. Threads are independent of one another: a change in one leaves the others alone. */
export class Threads {
  readonly #members: Members;
  readonly #span: Span;
  readonly #key: number;
  readonly #draws: Draws;
  readonly #writer: (draw: number) => number;
  readonly #likers: Likers;
  readonly #post: PostColumns;
  readonly #comment: CommentColumns;
  readonly #postLike: LikeList;
  readonly #commentLike: LikeList;

  constructor({ members, span, key, draws }: Setting) {
    this.#members = members;
    this.#span = span;
    this.#key = key;
    this.#draws = draws;
    const users = members.joined.length;
    this.#writer = zipf(users, ACTIVITY_EXPONENT);
    this.#likers = new Likers(members, span.end, draws);
    const posts = Math.round(users * POSTS_PER_USER);
    this.#post = postColumns(posts);
    this.#comment = commentColumns(posts * 12);
    this.#postLike = new LikeList(posts * 14);
    this.#commentLike = new LikeList(posts * 10);
  }

  /** All of them. */
  write(): ThreadColumns {
    const posts = this.#post.author.length;
    for (let post = 0; post < posts; post += 1) {
      this.#draws.start(this.#key, post);
      this.#open(post);
      this.#discuss(post);
    }
    const comment = this.#comment;
    return {
      posts,
      postAuthor: this.#post.author,
      postChannel: this.#post.channel,
      postStatus: this.#post.status,
      postCreated: this.#post.created,
      postActive: this.#post.active,
      postLikes: this.#post.likes,
      postComments: this.#post.comments,
      commentPost: comment.post,
      commentAuthor: comment.author,
      commentParent: comment.parent,
      commentDepth: comment.depth,
      commentLikes: comment.likes,
      commentCreated: comment.created,
      commentAccepted: comment.accepted,
      postLikeTarget: this.#postLike.target,
      postLikeUser: this.#postLike.user,
      postLikeAt: this.#postLike.at,
      commentLikeTarget: this.#commentLike.target,
      commentLikeUser: this.#commentLike.user,
      commentLikeAt: this.#commentLike.at,
    };
  }

  /** Who posts what where and when, and who likes it. Posts grow with the cube of time: more and more members write. */
  #open(post: number): void {
    const { openedAt, end } = this.#span;
    const draws = this.#draws;
    const posts = this.#post.author.length;
    const even = Math.cbrt((post + draws.next()) / posts);
    const since = Math.max(
      this.#members.joined[0]! + HOUR_MS + post,
      inWakingHours(openedAt + even * (end - openedAt - 9 * DAY_MS)),
    );
    const channel = channelFor(draws.next());
    const author = channel === ANNOUNCEMENTS ? 0 : Math.max(0, this.#members.pick(since, this.#writer));
    const fate = draws.next();
    this.#post.created[post] = since;
    this.#post.author[post] = author;
    this.#post.channel[post] = channel;
    this.#post.status[post] = fate < 0.01 ? POST_HIDDEN : fate < 0.02 ? POST_ARCHIVED : POST_PUBLISHED;
    const most = Math.floor(this.#members.joined.length / 3);
    const wanted = Math.min(most, Math.floor(draws.logNormal(POST_LIKES.median, POST_LIKES.sigma)));
    const likes = this.#likers.like(this.#postLike, { target: post, author, since, wanted });
    this.#postLike.sortLast(likes);
    this.#post.likes[post] = likes;
  }

  /** Who replies to a post, and to each other. */
  #discuss(post: number): void {
    const draws = this.#draws;
    const comment = this.#comment;
    const author = this.#post.author[post]!;
    const replies = Math.min(
      POST_COMMENTS.most,
      Math.floor(draws.logNormal(POST_COMMENTS.median, POST_COMMENTS.sigma)),
    );
    const first = comment.post.length;
    let last = this.#post.created[post]!;
    let open = isQuestion(this.#post.channel[post]!, post);
    for (let n = 0; n < replies; n += 1) {
      // Threads cool down: every reply waits a little longer for the next.
      const at = last + MINUTE_MS + Math.floor(draws.logNormal((12 + 6 * n) * MINUTE_MS, 1.4));
      if (at > this.#span.end) break;
      // The post's author comes back in a quarter of the replies.
      const replier = draws.next() < 0.25 ? author : this.#members.pick(at, this.#writer);
      const answered =
        draws.next() < 0.45 || n === 0 ? -1 : comment.post.length - 1 - Math.floor(n * draws.next() ** 2);
      if (replier < 0 || !this.#members.mayAct(replier, at)) continue;
      const parent = this.#parentFor(replier, answered, first);
      if (parent < 0 && n === 0 && replier === author) continue;
      last = at;
      const index = comment.post.length;
      comment.post.push(post);
      comment.author.push(replier);
      comment.parent.push(parent);
      comment.depth.push(parent < 0 ? 0 : comment.depth.data[parent]! + 1);
      comment.created.push(at);
      const accepted = this.#acceptedAt(at, open && parent < 0 && replier !== author);
      if (accepted > 0) open = false;
      comment.accepted.push(accepted);
      const tail = Math.floor((1 - draws.next()) ** (-1 / COMMENT_LIKE_TAIL)) - 1;
      const wanted = Math.min(tail, Math.floor(this.#members.joined.length / 4));
      const liked = { target: index, author: replier, since: at, wanted };
      comment.likes.push(this.#likers.like(this.#commentLike, liked));
    }
    this.#post.comments[post] = comment.post.length - first;
    this.#post.active[post] = last;
  }

  /** Nobody replies to themselves, nor below the deepest level: the reply then goes to the post (-1). */
  #parentFor(replier: number, answered: number, first: number): number {
    const comment = this.#comment;
    if (answered < first || answered >= comment.post.length) return -1;
    if (comment.depth.data[answered] === MAX_DEPTH || comment.author.data[answered] === replier) return -1;
    return answered;
  }

  /**
   * When a comment was taken as the answer; 0 when it was not.
   * @param may whether the post asks, has no answer yet, and this replies to it
   */
  #acceptedAt(at: number, may: boolean): number {
    const draws = this.#draws;
    const solves = may && draws.next() < 0.4;
    // Drawn in any case, so that all draws after it stay.
    const moment = at + Math.floor(draws.logNormal(90 * MINUTE_MS, 1));
    return solves && moment < this.#span.end ? moment : 0;
  }
}

interface PostColumns {
  readonly author: Int32Array;
  readonly channel: Uint8Array;
  readonly status: Uint8Array;
  readonly created: Float64Array;
  readonly active: Float64Array;
  readonly likes: Int32Array;
  readonly comments: Int32Array;
}

function postColumns(posts: number): PostColumns {
  return {
    author: new Int32Array(posts),
    channel: new Uint8Array(posts),
    status: new Uint8Array(posts),
    created: new Float64Array(posts),
    active: new Float64Array(posts),
    likes: new Int32Array(posts),
    comments: new Int32Array(posts),
  };
}

interface CommentColumns {
  readonly post: Ints;
  readonly author: Ints;
  readonly parent: Ints;
  readonly depth: Ints;
  readonly likes: Ints;
  readonly created: Moments;
  readonly accepted: Moments;
}

/** @param capacity comments that fit before the columns grow */
function commentColumns(capacity: number): CommentColumns {
  return {
    post: new Ints(capacity),
    author: new Ints(capacity),
    parent: new Ints(capacity),
    depth: new Ints(capacity),
    likes: new Ints(capacity),
    created: new Moments(capacity),
    accepted: new Moments(capacity),
  };
}

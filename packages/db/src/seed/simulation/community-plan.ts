import { streamKey, uuid7 } from '@agora/seeding/random';
import type { Column } from '../../economy/index.ts';
import { DAY_MS } from '../values/calendar.ts';

/** How long a generated community has existed at the reference date. */
export const LOAD_SPAN_MS = 730 * DAY_MS;

export const POST_PUBLISHED = 0;
export const POST_HIDDEN = 1;
export const POST_ARCHIVED = 2;

/** What decides a load. */
export interface LoadSeed {
  readonly seed: number;
  readonly referenceMs: number;
}

/** Keys of the streams of one community. */
interface LoadKeys {
  readonly user: number;
  readonly post: number;
  readonly comment: number;
  readonly ledger: number;
  readonly text: number;
  readonly misc: number;
}

/** Who is in a generated community, by column. */
export interface MemberColumns {
  readonly joined: Float64Array;
  /** Ban of a user; Infinity when there is none. A ban without end goes to Infinity. */
  readonly bannedFrom: Float64Array;
  readonly bannedUntil: Float64Array;
}

/** What was written in it. */
export interface ThreadColumns {
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

/** Everything that happened in one generated community, by column. Times are milliseconds since 1970. */
export interface LoadCommunityPlan extends MemberColumns, ThreadColumns {
  readonly id: string;
  readonly ordinal: number;
  readonly openedAt: number;
  readonly referenceMs: number;
  readonly keys: LoadKeys;
  readonly users: number;
  /** 1 for who has confirmed an address, 0 for who has not. */
  readonly confirmed: Uint8Array;
}

/** Id of the community with this ordinal. They sort by it, so that keys of tables written in this order are sorted already. */
export function loadCommunityId(seed: number, ordinal: number, referenceMs: number): string {
  return uuid7(referenceMs - LOAD_SPAN_MS + ordinal, streamKey(seed, 'load communities'), ordinal);
}

/** Keys of the streams of a community. */
export function loadKeys(seed: number, id: string): LoadKeys {
  return {
    user: streamKey(seed, id, 'users id'),
    post: streamKey(seed, id, 'posts id'),
    comment: streamKey(seed, id, 'comments id'),
    ledger: streamKey(seed, id, 'point_transactions id'),
    text: streamKey(seed, id, 'text'),
    misc: streamKey(seed, id, 'misc'),
  };
}

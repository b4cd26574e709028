import { type Acts, eachEvent } from './acts.ts';

/** Everything that concerns somebody's account, by user. */
export interface Events {
  /** Of each user, the first event in the lists below; last, how many there are. */
  readonly offsets: Int32Array;
  readonly kind: Uint8Array;
  readonly source: Int32Array;
  readonly at: Float64Array;
}

/** All events, sorted by user (counting sort), in no order of time yet. */
export function eventsByUser(acts: Acts): Events {
  const users = acts.users.joinedAt.length;
  const offsets = new Int32Array(users + 1);
  eachEvent(acts, (user) => {
    offsets[user + 1]! += 1;
  });
  for (let user = 0; user < users; user += 1) offsets[user + 1]! += offsets[user]!;
  const total = offsets[users]!;
  const next = offsets.slice();
  const events = {
    offsets,
    kind: new Uint8Array(total),
    source: new Int32Array(total),
    at: new Float64Array(total),
  };
  eachEvent(acts, (user, kind, source, at) => {
    const place = next[user]!;
    next[user] = place + 1;
    events.kind[place] = kind;
    events.source[place] = source;
    events.at[place] = at;
  });
  return events;
}

/** Events that fit beside a time of the span (36 bits of milliseconds) in the 53 bits of a number. */
const PACKABLE = 1 << 16;
const packed = new Float64Array(PACKABLE);
const packedOrder = new Int32Array(PACKABLE);

/**
 * Positions of a user's events, relative to the first, in order of time; valid until the next call. Time and position
 * are sorted as one number, which is fast.
 * @param openedAt no event is earlier
 */
export function inOrderOfTime(events: Events, user: number, openedAt: number): Int32Array {
  const from = events.offsets[user]!;
  const size = events.offsets[user + 1]! - from;
  if (size <= PACKABLE) {
    for (let n = 0; n < size; n += 1) packed[n] = (events.at[from + n]! - openedAt) * PACKABLE + n;
    packed.subarray(0, size).sort();
    for (let n = 0; n < size; n += 1) {
      const both = packed[n]!;
      packedOrder[n] = both - Math.floor(both / PACKABLE) * PACKABLE;
    }
    return packedOrder.subarray(0, size);
  }
  const order = Int32Array.from({ length: size }, (_, n) => n);
  return order.toSorted((a, b) => events.at[from + a]! - events.at[from + b]! || a - b);
}

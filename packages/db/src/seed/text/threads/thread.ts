import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../values/calendar.ts';
import type { Handle } from '../people.ts';
import type { AttachmentName } from '../attachments.ts';
import type { TagSlug } from '../reference.ts';

/** A span of time such as `12m`, `3h` or `2d`. */
export type Delay = `${number}m` | `${number}h` | `${number}d`;

interface ReplyOptions {
  /** The post's author took it as the answer, this long after it was written. */
  accepted?: Delay;
  /** Last edit, this long after writing. */
  edited?: Delay;
  status?: 'HIDDEN' | 'DELETED';
  /** Of what is hidden: which moderator did that, and how long after it was written. */
  hiddenBy?: readonly [by: Handle, after: Delay];
}

/** One hand-written reply and what was said below it. */
export interface ReplyText extends ReplyOptions {
  by: Handle;
  /** Time since what it answers. */
  after: Delay;
  text: string;
  replies: ReplyText[];
}

/** One hand-written thread. Days are counted from the forum's first whole day (day 0, a Sunday in the demo). */
export interface ThreadText {
  day: number;
  /** Time of day in UTC, `HH:MM`. */
  time: string;
  by: Handle;
  title: string;
  tags: TagSlug[];
  /** Markdown. */
  body: string;
  edited?: Delay;
  /** What the edit changed: as it reads now, and as it read before. With `edited`, and only with it. */
  before?: readonly (readonly [now: string, before: string])[];
  pinned?: boolean;
  status?: 'HIDDEN' | 'ARCHIVED';
  /** Day and time at which a moderator hid it, and who: nobody answers or likes it afterwards. */
  hidden?: readonly [day: number, time: string];
  hiddenBy?: Handle;
  attachments?: AttachmentName[];
  /** People who certainly like it, because a text says so. */
  likedBy?: Handle[];
  /** People who certainly do not, because they object to it or handle it. */
  notLikedBy?: Handle[];
  replies: ReplyText[];
}

/** Writes a reply; what follows the text are its options and the replies to it. */
export function re(by: Handle, after: Delay, text: string, ...rest: (ReplyOptions | ReplyText)[]): ReplyText {
  const replies: ReplyText[] = [];
  let options: ReplyOptions = {};
  for (const part of rest) {
    if ('by' in part) replies.push(part);
    else options = { ...options, ...part };
  }
  return { by, after, text, ...options, replies };
}

/** Milliseconds of a delay. */
export function delayMs(delay: Delay): number {
  const count = Number(delay.slice(0, -1));
  if (delay.endsWith('m')) return count * MINUTE_MS;
  return count * (delay.endsWith('h') ? HOUR_MS : DAY_MS);
}

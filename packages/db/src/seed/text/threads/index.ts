import { announcements } from './announcements.ts';
import { community } from './community.ts';
import { crypto } from './crypto.ts';
import { development } from './development.ts';
import { general } from './general.ts';
import type { ChannelSlug } from '../reference.ts';
import type { ThreadText } from './thread.ts';

/** The hand-written forum, by channel. */
export const threads: Readonly<Record<ChannelSlug, readonly ThreadText[]>> = {
  general,
  announcements,
  development,
  crypto,
  community,
};

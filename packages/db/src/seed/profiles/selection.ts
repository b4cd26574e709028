import type { ChannelSlug } from '../text/reference.ts';
import { threads } from '../text/threads/index.ts';
import type { ThreadText } from '../text/threads/thread.ts';

/** The threads of every channel whose position in it passes the test. */
export function threadsWhere(
  test: (position: number) => boolean,
): Readonly<Record<ChannelSlug, readonly ThreadText[]>> {
  const pick = (slug: ChannelSlug): ThreadText[] => threads[slug].filter((_, position) => test(position));
  return {
    general: pick('general'),
    announcements: pick('announcements'),
    development: pick('development'),
    crypto: pick('crypto'),
    community: pick('community'),
  };
}

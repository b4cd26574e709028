import { mix32 } from '@agora/seeding/random';

/** Positions in the reference data: General, Announcements, Development, Crypto, Community. */
export const ANNOUNCEMENTS = 1;
const DEVELOPMENT = 2;

/** Of the posts, how many go to a channel or one before it. */
const shares = [0.34, 0.36, 0.7, 0.8, 1];

/** The channel of a post, for a uniform draw in [0, 1). */
export function channelFor(draw: number): number {
  let channel = 0;
  while (draw >= shares[channel]!) channel += 1;
  return channel;
}

/** Every second post of Development and every fourth elsewhere asks something; announcements do not. */
export function isQuestion(channel: number, post: number): boolean {
  if (channel === ANNOUNCEMENTS) return false;
  return mix32(post + 0x51ed) % (channel === DEVELOPMENT ? 2 : 4) === 0;
}

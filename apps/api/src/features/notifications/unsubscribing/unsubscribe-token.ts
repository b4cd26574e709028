import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** A key of its own, derived from that of the access tokens: neither is good for the other. */
const keyOf = (secret: Uint8Array): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', 'agora unsubscribe', 32));

const sign = (secret: Uint8Array, parts: readonly string[]): string =>
  createHmac('sha256', keyOf(secret)).update(parts.join(' ')).digest('base64url');

/** Whose mails a token ends. */
interface Unsubscribed {
  readonly userId: string;
  /** The post whose thread is followed no more; without it all mails about notifications end. */
  readonly postId?: string | undefined;
}

/** What a link in a mail ends mails with: it does that and nothing else, and does not expire. */
export function unsubscribeToken(
  secret: Uint8Array,
  communityId: string,
  { userId, postId }: Unsubscribed,
): string {
  const who = postId === undefined ? [userId] : [userId, postId];
  return [...who, sign(secret, [communityId, ...who])].join('.');
}

/** Whether a token ends the mails about one thread alone. */
export const isOfThread = (token: string): boolean => token.split('.').length === 3;

/** What a token ends that one of the secrets signed; undefined for one that is none of this community's. */
export function unsubscriber(
  secrets: readonly Uint8Array[],
  communityId: string,
  token: string,
): Unsubscribed | undefined {
  const who = token.split('.');
  const sent = Buffer.from(who.pop() ?? '');
  const [userId, postId] = who;
  if (userId === undefined || who.length > 2 || !z.array(z.guid()).safeParse(who).success) return undefined;
  const signed = secrets.some((secret) => {
    const wanted = Buffer.from(sign(secret, [communityId, ...who]));
    return wanted.length === sent.length && timingSafeEqual(wanted, sent);
  });
  return signed ? { userId, postId } : undefined;
}

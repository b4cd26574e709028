import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** A key of its own, derived from that of the access tokens: neither is good for the other. */
const keyOf = (secret: Uint8Array): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', 'agora unsubscribe', 32));

const sign = (secret: Uint8Array, communityId: string, userId: string): string =>
  createHmac('sha256', keyOf(secret)).update(`${communityId} ${userId}`).digest('base64url');

/** What a link in a mail ends the mails with: it does that and nothing else, and does not expire. */
export function unsubscribeToken(secret: Uint8Array, communityId: string, userId: string): string {
  return `${userId}.${sign(secret, communityId, userId)}`;
}

/** Whose mails a token ends that one of the secrets signed; undefined for one that is none of this community's. */
export function unsubscriber(
  secrets: readonly Uint8Array[],
  communityId: string,
  token: string,
): string | undefined {
  const [userId = '', given = ''] = token.split('.', 2);
  if (!z.guid().safeParse(userId).success) return undefined;
  const sent = Buffer.from(given);
  const signed = secrets.some((secret) => {
    const wanted = Buffer.from(sign(secret, communityId, userId));
    return wanted.length === sent.length && timingSafeEqual(wanted, sent);
  });
  return signed ? userId : undefined;
}

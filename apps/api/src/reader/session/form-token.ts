import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';

/** The key of these tokens, derived from the key of the access tokens so that neither is good for the other. */
const keys = new WeakMap<Uint8Array, Buffer>();
function keyOf(secret: Uint8Array): Buffer {
  const key = keys.get(secret) ?? Buffer.from(hkdfSync('sha256', secret, '', 'agora forms', 32));
  keys.set(secret, key);
  return key;
}

/**
 * What proves that a form came from a page of ours: it depends on the session, or on the visit of who has none, and no
 * other site can know it.
 * @param binding id of the session, or the value of the visit's cookie
 */
export function formToken(secret: Uint8Array, binding: string): string {
  return createHmac('sha256', keyOf(secret)).update(binding).digest('base64url');
}

/** Whether a form holds the token of its session or visit, made with one of the secrets. */
export function isFormToken(
  secrets: readonly Uint8Array[],
  binding: string | undefined,
  given: string,
): boolean {
  if (binding === undefined) return false;
  const sent = Buffer.from(given);
  return secrets.some((secret) => {
    const wanted = Buffer.from(formToken(secret, binding));
    return wanted.length === sent.length && timingSafeEqual(wanted, sent);
  });
}

/**
 * Whether a browser says that a form comes from another site (Fetch Metadata; where a browser is too old for it, the
 * header `Origin`). What says nothing is left to the token.
 */
export function isFromElsewhere({ headers, host }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin';
  const { origin } = headers;
  if (origin === undefined || origin === 'null' || !URL.canParse(origin)) return false;
  return new URL(origin).host !== host;
}

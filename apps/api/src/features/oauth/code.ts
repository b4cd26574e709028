import { createHash } from 'node:crypto';

/** Seconds for which a one-time code is good. */
export const codeSeconds = 120;

/** PKCE's S256 (RFC 7636, section 4.2). */
export function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}

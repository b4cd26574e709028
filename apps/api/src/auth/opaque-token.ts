import { createHash, randomBytes } from 'node:crypto';

/** A secret that is shown once and stored as a hash. */
interface OpaqueToken {
  readonly token: string;
  readonly hash: Buffer;
}

/** 256 random bits in base64url: too many to guess, so a plain hash keeps them. */
export function makeOpaqueToken(): OpaqueToken {
  const token = randomBytes(32).toString('base64url');
  return { token, hash: hashOpaqueToken(token) };
}

/** SHA-256 of a token as it came. */
export function hashOpaqueToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

import { createSecretKey, type KeyObject } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { ApiError } from '../api-error.ts';
import type { Config } from '../config.ts';

/** Who an access token speaks for. */
export interface Viewer {
  readonly userId: string;
  readonly communityId: string;
  /** `users.token_version` when the token was made: it is good while the user still has this one. */
  readonly tokenVersion: number;
  /** The session that it was made in, `refresh_tokens.family_id`: it is good while that has not been ended. */
  readonly sessionId: string;
}

const claims = z.object({ userId: z.guid(), tokenVersion: z.int32().min(0), sessionId: z.guid() });
const issuer = 'agora';
/** RFC 9068's type: a token made for another purpose is not taken for an access token. */
const type = 'at+jwt';

const keys = new WeakMap<Uint8Array, KeyObject>();

/** The secret as a key, made once: of bytes, jose makes one for every token. */
function keyOf(secret: Uint8Array): KeyObject {
  const key = keys.get(secret) ?? createSecretKey(secret);
  keys.set(secret, key);
  return key;
}

/** Signs an access token: HS256, good for one user of one community and for `tokens.accessSeconds`. */
export function issueAccessToken(tokens: Config['tokens'], viewer: Viewer): Promise<string> {
  return new SignJWT({ ver: viewer.tokenVersion, sid: viewer.sessionId })
    .setProtectedHeader({ alg: 'HS256', typ: type })
    .setIssuer(issuer)
    .setAudience(viewer.communityId)
    .setSubject(viewer.userId)
    .setIssuedAt()
    .setExpirationTime(`${tokens.accessSeconds}s`)
    .sign(tokens.secret);
}

/**
 * Checks an access token for a community. Only HS256 is taken, whatever the token's own header says.
 * @throws ApiError `auth.invalid_token`
 */
export async function verifyAccessToken(
  tokens: Config['tokens'],
  token: string,
  communityId: string,
): Promise<Viewer> {
  try {
    const { payload } = await jwtVerify(token, keyOf(tokens.secret), {
      algorithms: ['HS256'],
      issuer,
      audience: communityId,
      typ: type,
      requiredClaims: ['sub', 'exp', 'ver', 'sid'],
    });
    const { sub: userId, ver: tokenVersion, sid: sessionId } = payload;
    return { communityId, ...claims.parse({ userId, tokenVersion, sessionId }) };
  } catch (cause) {
    if (!(cause instanceof errors.JOSEError || cause instanceof z.ZodError)) throw cause;
    const expired = cause instanceof errors.JWTExpired;
    throw new ApiError(
      'auth.invalid_token',
      expired ? 'The access token has expired.' : 'The access token is not valid here.',
      {
        cause,
        headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
      },
    );
  }
}

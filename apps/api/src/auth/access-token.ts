import { createSecretKey, type KeyObject } from 'node:crypto';
import { errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { ApiError } from '../api-error.ts';
import { type Config, secretsOf } from '../config.ts';

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

/** Tokens whose signature is remembered, in the order in which they came: some megabytes at most. */
const mostRemembered = 10_000;

/** What the secrets of a process have to do with. */
interface Keyring {
  /** Of each secret, the newest first; made once: of bytes, jose makes one for every token. */
  readonly keys: readonly KeyObject[];
  /**
   * Tokens found good, by community and token. Checking a signature takes a thread of the pool and a tenth of a
   * millisecond, and a client sends the same token with every request; that it has ended since, the database tells.
   */
  readonly verified: Map<string, { readonly viewer: Viewer; readonly expiresAtMs: number }>;
}

const keyrings = new WeakMap<Config['tokens'], Keyring>();

function keyringOf(tokens: Config['tokens']): Keyring {
  const keyring = keyrings.get(tokens) ?? {
    keys: secretsOf(tokens).map((secret) => createSecretKey(secret)),
    verified: new Map(),
  };
  keyrings.set(tokens, keyring);
  return keyring;
}

/**
 * What a token says that one of the keys signed.
 * @throws JOSEError of the last key when none did, of the one that did when the token is not good otherwise
 */
async function openToken(keys: readonly KeyObject[], token: string, audience: string): Promise<JWTPayload> {
  const [key, ...others] = keys;
  if (key === undefined) throw new errors.JWSSignatureVerificationFailed();
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: ['HS256'],
      issuer,
      audience,
      typ: type,
      requiredClaims: ['sub', 'exp', 'ver', 'sid'],
    });
    return payload;
  } catch (error) {
    if (others.length === 0 || !(error instanceof errors.JWSSignatureVerificationFailed)) throw error;
    return openToken(others, token, audience);
  }
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
  const { keys, verified } = keyringOf(tokens);
  const name = `${communityId} ${token}`;
  const known = verified.get(name);
  if (known !== undefined && known.expiresAtMs > Date.now()) return known.viewer;
  verified.delete(name);
  try {
    const payload = await openToken(keys, token, communityId);
    const { sub: userId, ver: tokenVersion, sid: sessionId } = payload;
    const viewer = { communityId, ...claims.parse({ userId, tokenVersion, sessionId }) };
    verified.set(name, { viewer, expiresAtMs: (payload.exp ?? 0) * 1000 });
    if (verified.size > mostRemembered) verified.delete(verified.keys().next().value ?? name);
    return viewer;
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

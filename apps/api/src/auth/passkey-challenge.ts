import { randomUUID } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { type Config, secretsOf } from '../config.ts';

/** Seconds in which a challenge must be answered. */
export const challengeSeconds = 600;

const issuer = 'agora';
/** No access token, whose type is another. */
const type = 'passkey+jwt';
/** Who is asked, when anybody may answer. */
const anybody = 'anybody';
const claims = z.object({ jti: z.guid() });

/** What a challenge is good for. */
export interface ChallengeUse {
  readonly communityId: string;
  /** The session that a passkey is made in; without it, it is for logging in. */
  readonly sessionId?: string;
}

/**
 * Makes a challenge (WebAuthn, 13.4.3): what the device signs. It is signed by us, so that strangers who ask for many fill no
 * table; whoever takes it keeps its id until it expires, so that it is good once.
 */
export function issueChallenge(
  { secret }: Config['tokens'],
  { communityId, sessionId }: ChallengeUse,
): Promise<string> {
  return new SignJWT()
    .setProtectedHeader({ alg: 'HS256', typ: type })
    .setIssuer(issuer)
    .setAudience(communityId)
    .setSubject(sessionId ?? anybody)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime(`${challengeSeconds}s`)
    .sign(secret);
}

/**
 * The id of a challenge.
 * @param challenge base64url, as the device signed it
 * @returns undefined for one that is not ours, has expired or is good for something else
 */
export async function readChallenge(
  tokens: Config['tokens'],
  challenge: string,
  { communityId, sessionId }: ChallengeUse,
): Promise<string | undefined> {
  const token = Buffer.from(challenge, 'base64url').toString();
  for (const secret of secretsOf(tokens)) {
    const read = await jwtVerify(token, secret, {
      algorithms: ['HS256'],
      issuer,
      audience: communityId,
      subject: sessionId ?? anybody,
      typ: type,
      requiredClaims: ['exp', 'jti'],
    }).catch(() => undefined);
    if (read !== undefined) return claims.safeParse(read.payload).data?.jti;
  }
  return undefined;
}

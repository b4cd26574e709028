import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { ApiError } from '../api-error.ts';
import { type Config, secretsOf } from '../config.ts';

/** Who has proved the first factor of a log-in. */
interface HalfLoggedIn {
  readonly communityId: string;
  readonly userId: string;
  /** `users.token_version` then: a new password ends the log-in. */
  readonly tokenVersion: number;
}

/** Seconds in which the code must come. */
export const loginTokenSeconds = 300;

const issuer = 'agora';
/** No access token, whose type is another. */
const type = 'login+jwt';
const claims = z.object({ sub: z.guid(), ver: z.int32().min(0) });

/** Signs that somebody has proved the first factor: HS256, for one user of one community. */
export function issueLoginToken(tokens: Config['tokens'], who: HalfLoggedIn): Promise<string> {
  return new SignJWT({ ver: who.tokenVersion })
    .setProtectedHeader({ alg: 'HS256', typ: type })
    .setIssuer(issuer)
    .setAudience(who.communityId)
    .setSubject(who.userId)
    .setIssuedAt()
    .setExpirationTime(`${loginTokenSeconds}s`)
    .sign(tokens.secret);
}

/** @throws ApiError `auth.invalid_login_token` */
export async function verifyLoginToken(
  tokens: Config['tokens'],
  token: string,
  communityId: string,
): Promise<HalfLoggedIn> {
  for (const secret of secretsOf(tokens)) {
    try {
      const { payload } = await jwtVerify(token, secret, {
        algorithms: ['HS256'],
        issuer,
        audience: communityId,
        typ: type,
        requiredClaims: ['sub', 'exp', 'ver'],
      });
      const { sub: userId, ver: tokenVersion } = claims.parse(payload);
      return { communityId, userId, tokenVersion };
    } catch (error) {
      if (error instanceof errors.JWSSignatureVerificationFailed) continue;
      if (!(error instanceof errors.JOSEError || error instanceof z.ZodError)) throw error;
      break;
    }
  }
  throw new ApiError('auth.invalid_login_token', 'This log-in has taken too long, or was never begun.', {
    fix: 'Log in again with e-mail and password, and send the code within five minutes.',
  });
}

import { createHash, hkdfSync } from 'node:crypto';
import { EncryptJWT, errors, jwtDecrypt } from 'jose';
import { z } from 'zod';
import { cookieText } from '../../../http/cookies.ts';

/** Seconds that someone has to sign in at the provider. */
export const flowSeconds = 600;

const flow = z.object({
  provider: z.string(),
  purpose: z.enum(['LOGIN', 'LINK']),
  /** The provider's answer must repeat it (RFC 6749, section 10.12). */
  state: z.string(),
  /** The ID token must hold it (OpenID Connect Core, section 3.1.2.1). */
  nonce: z.string(),
  /** Of our own PKCE with the provider (RFC 7636). */
  verifier: z.string(),
  /** Of the client's PKCE with us. */
  challenge: z.string(),
  /** Where the client wants the one-time code; without it the callback answers the code itself. */
  returnTo: z.string().optional(),
});

/** A sign-in under way, kept by the browser that began it. */
export type Flow = Readonly<z.output<typeof flow>>;

/** The key of these cookies, derived from the key of the access tokens so that neither is good for the other. */
function cookieKey(secret: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', 'agora oauth flow', 32));
}

/** Seals a flow for one community (JWE: A256GCM, direct): nobody reads, changes or makes one. */
export function sealFlow(
  secret: Uint8Array,
  communityId: string,
  { ...claims }: Flow,
  seconds = flowSeconds,
): Promise<string> {
  return new EncryptJWT(claims)
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .setAudience(communityId)
    .setIssuedAt()
    .setExpirationTime(`${seconds}s`)
    .encrypt(cookieKey(secret));
}

/**
 * What {@link sealFlow} sealed for the same community, while it is good; else undefined.
 * @param secrets one of which sealed it
 */
export async function openFlow(
  secrets: readonly Uint8Array[],
  communityId: string,
  sealed: string,
): Promise<Flow | undefined> {
  const [secret, ...others] = secrets;
  if (secret === undefined) return undefined;
  try {
    const { payload } = await jwtDecrypt(sealed, cookieKey(secret), {
      audience: communityId,
      requiredClaims: ['exp'],
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
    });
    return flow.safeParse(payload).data;
  } catch (error) {
    if (error instanceof errors.JOSEError) return openFlow(others, communityId, sealed);
    throw error;
  }
}

/** The cookie of a flow is named after its state, so that two tabs do not overwrite each other's. */
export function cookieName(state: string): string {
  return `agora_oauth_${createHash('sha256').update(state).digest('hex').slice(0, 16)}`;
}

/**
 * A `Set-Cookie` that only the provider's way back carries: one path, no script, top-level navigation only.
 * @param callback address that it is sent to
 * @param value undefined takes the cookie back
 */
export function flowCookie(callback: URL, state: string, value: string | undefined): string {
  return cookieText(cookieName(state), value ?? '', {
    path: callback.pathname,
    maxAge: value === undefined ? 0 : flowSeconds,
    secure: callback.protocol === 'https:',
  });
}

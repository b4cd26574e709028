import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ApiError } from '../../../api-error.ts';
import { hashOpaqueToken } from '../../../auth/opaque-token.ts';
import type { Forum } from '../../../database/forum.ts';
import { type RedeemGrantParameters, type RedeemGrantRow, redeemGrantSql } from './redeem-grant.sql.ts';

/** Seconds for which a one-time code is good. */
export const codeSeconds = 120;

export const codeRequest = z
  .strictObject({
    code: z.string().min(20).max(200),
    codeVerifier: z.string().regex(/^[\w.~-]{43,128}$/, 'must be a PKCE verifier (RFC 7636)'),
  })
  .meta({ id: 'OAuthCodeRequest' });

/** What a provider has vouched for. */
export type Grant = RedeemGrantRow;

/**
 * What a one-time code was given for; it is used up.
 * @throws ApiError `oauth.invalid_code`
 */
export async function redeem(
  forum: Forum,
  wanted: Pick<RedeemGrantParameters, 'communityId' | 'purpose'>,
  { code, codeVerifier }: z.output<typeof codeRequest>,
): Promise<Grant> {
  // PKCE's S256 (RFC 7636, section 4.2).
  const challenge = createHash('sha256').update(codeVerifier).digest('base64url');
  const grant = await forum.one(redeemGrantSql({ ...wanted, codeHash: hashOpaqueToken(code), challenge }));
  if (grant === undefined) throw new ApiError('oauth.invalid_code', 'The code is good for nothing here.');
  return grant;
}

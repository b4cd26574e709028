import type { FastifyBaseLogger } from 'fastify';
import { openToken } from '../auth/token-box.ts';
import type { Config } from '../config.ts';
import type { Providers } from './providers.ts';

/** Tokens of a provider as they are stored. */
export interface SealedTokens {
  readonly provider: string;
  readonly accessToken: string | null;
  readonly refreshToken: string | null;
  readonly keyVersion: number;
}

/**
 * Gives a provider's tokens back, behind the answer, which does not depend on it: a provider that is down must not keep
 * anybody linked.
 */
export function revokeTokens(
  needs: { readonly config: Config; readonly providers: Providers; readonly log: FastifyBaseLogger },
  { provider, ...tokens }: SealedTokens,
): void {
  const { config, providers, log } = needs;
  const sealed = tokens.refreshToken ?? tokens.accessToken;
  const token = sealed === null ? undefined : openToken(config.oauth.keys, tokens.keyVersion, sealed);
  if (token === undefined) return;
  providers
    .find(provider)
    ?.revoke(token)
    .catch((error: unknown) => log.warn({ err: error, provider }, 'a token was not revoked'));
}

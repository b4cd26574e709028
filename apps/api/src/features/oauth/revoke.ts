import { openToken } from '../../auth/token-box.ts';
import type { App, Dependencies } from '../../dependencies.ts';
import type { SealedTokens } from './queries.ts';

/**
 * Gives a provider's tokens back, behind the answer, which does not depend on it: a provider that is down must not keep
 * anybody linked.
 */
export function revokeTokens(
  app: App,
  { config, providers }: Pick<Dependencies, 'config' | 'providers'>,
  { provider, ...tokens }: Omit<SealedTokens, 'expiresAt'> & { readonly provider: string },
): void {
  const sealed = tokens.refreshToken ?? tokens.accessToken;
  const token = sealed === null ? undefined : openToken(config.oauth.keys, tokens.keyVersion, sealed);
  if (token === undefined) return;
  providers
    .find(provider)
    ?.revoke(token)
    .catch((error: unknown) => app.log.warn({ err: error, provider }, 'a token was not revoked'));
}

import type { Operation } from '../../http/operation.ts';
import { finishOAuth } from './browser/finish-oauth.ts';
import { listOAuthProviders } from './browser/list-oauth-providers.ts';
import { startOAuth } from './browser/start-oauth.ts';
import { exchangeOAuthCode } from './exchange/exchange-oauth-code.ts';
import { linkOAuthAccount } from './linking/link-oauth-account.ts';
import { listMyOAuthAccounts } from './linking/list-my-oauth-accounts.ts';
import { unlinkOAuthAccount } from './linking/unlink-oauth-account.ts';

/** Signing in with an OpenID provider: from the client to the provider and back, then code against tokens. */
export const oauth: readonly Operation[] = [
  listOAuthProviders,
  startOAuth,
  finishOAuth,
  exchangeOAuthCode,
  listMyOAuthAccounts,
  linkOAuthAccount,
  unlinkOAuthAccount,
];

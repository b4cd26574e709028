import { DAY_MS } from '../values/calendar.ts';
import { sealToken, TOKEN_KEY_VERSION } from '../values/tokens.ts';
import { at, defineFactory } from './factory.ts';

export const oauthAccounts = defineFactory({
  entity: 'oauth_accounts',
  table: 'oauth_accounts',
  columns: [
    'community_id',
    'id',
    'user_id',
    'provider',
    'provider_account_id',
    'access_token',
    'refresh_token',
    'expires_at',
    'key_version',
    'created_at',
    'updated_at',
  ],
  key: ['community_id', 'id'],
  needs: ['users'],
  kind: 'sample',
  personOf: 'user_id',
  version: 1,
  count: (ctx) => ctx.plan.logins.length,
  row(ctx, index) {
    const login = ctx.plan.logins[index]!;
    const random = ctx.random('oauth_accounts row', index);
    const token = (prefix: string): string =>
      prefix + Array.from({ length: 36 }, () => random.int(0, 35).toString(36)).join('');
    return {
      community_id: ctx.spec.id,
      id: login.id,
      user_id: ctx.plan.users[login.user]!.id,
      provider: login.provider,
      provider_account_id: String(random.int(10_000_000, 199_999_999)),
      access_token: sealToken(
        ctx.seed,
        `${login.id} access`,
        token(login.provider === 'github' ? 'gho_' : 'ya29.'),
      ),
      refresh_token:
        login.provider === 'github' ? null : sealToken(ctx.seed, `${login.id} refresh`, token('1//0')),
      expires_at: at(login.createdAt + random.int(30, 180) * DAY_MS),
      key_version: TOKEN_KEY_VERSION,
      created_at: at(login.createdAt),
      updated_at: at(login.createdAt),
    };
  },
});

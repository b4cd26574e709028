import { mix32 } from '@agora/seeding/random';
import type { LoadCommunityPlan } from '../simulation/community-plan.ts';
import { providerLogins, userOfLogin } from '../simulation/people.ts';
import { DAY_MS, MINUTE_MS } from '../values/calendar.ts';
import { sealToken, TOKEN_KEY_VERSION } from '../values/tokens.ts';
import { at, defineFactory } from './factory.ts';
import { inCommunity, type LoadContext, userId, utf8 } from './load-context.ts';

export const oauthAccounts = defineFactory('OAuthAccount', {
  table: 'oauth_accounts',
  columns: {
    communityId: 'uuid',
    id: 'uuid',
    userId: 'uuid',
    provider: 'text',
    providerAccountId: 'text',
    accessToken: 'text',
    refreshToken: 'text',
    expiresAt: 'timestamptz',
    keyVersion: 'int2',
    createdAt: 'timestamptz',
    updatedAt: 'timestamptz',
  },
  key: ['communityId', 'id'],
  needs: ['users'],
  kind: 'sample',
  personOf: 'userId',
  version: 1,
  count: (ctx) => ctx.plan.logins.length,
  row(ctx, index) {
    const login = ctx.plan.logins[index]!;
    const random = ctx.random('oauth_accounts row', index);
    const token = (prefix: string): string =>
      prefix + Array.from({ length: 36 }, () => random.int(0, 35).toString(36)).join('');
    return {
      communityId: ctx.spec.id,
      id: login.id,
      userId: ctx.plan.users[login.user]!.id,
      provider: login.provider,
      providerAccountId: String(random.int(10_000_000, 199_999_999)),
      accessToken: sealToken(
        ctx.seed,
        `${login.id} access`,
        token(login.provider === 'github' ? 'gho_' : 'ya29.'),
      ),
      refreshToken:
        login.provider === 'github' ? null : sealToken(ctx.seed, `${login.id} refresh`, token('1//0')),
      expiresAt: at(login.createdAt + random.int(30, 180) * DAY_MS),
      keyVersion: TOKEN_KEY_VERSION,
      createdAt: at(login.createdAt),
      updatedAt: at(login.createdAt),
    };
  },
  generated: {
    perUser: 0.05,
    count: ({ plan }) => providerLogins(plan.users),
    cells: {
      communityId: inCommunity,
      id: (cell, { plan }, login) => cell.uuid7(madeAt(plan, login), plan.keys.misc, login),
      userId: (cell, ctx, login) => userId(cell, ctx, userOfLogin(login)),
      provider: (cell, _ctx, login) => cell.bytes(providers[login % 2]!),
      providerAccountId: (cell, _ctx, login) => cell.text(String(10_000_000 + login)),
      accessToken: (cell, ctx, login) => cell.text(sealed(ctx, login, 'access')),
      refreshToken(cell, ctx, login) {
        if (login % 2 === 0) cell.null();
        else cell.text(sealed(ctx, login, 'refresh'));
      },
      expiresAt: (cell, { plan }, login) => cell.time(madeAt(plan, login) + 90 * DAY_MS),
      keyVersion: (cell) => cell.int2(TOKEN_KEY_VERSION),
      createdAt: (cell, { plan }, login) => cell.time(madeAt(plan, login)),
      updatedAt: (cell, { plan }, login) => cell.time(madeAt(plan, login)),
    },
  },
});

const providers = utf8(['github', 'google']);

function madeAt(plan: LoadCommunityPlan, login: number): number {
  return plan.joined[userOfLogin(login)]! + 5 * MINUTE_MS;
}

function sealed({ seed, plan }: LoadContext, login: number, what: 'access' | 'refresh'): string {
  const user = userOfLogin(login);
  const secret = mix32(plan.keys.misc ^ user)
    .toString(36)
    .padStart(7, '0')
    .repeat(5);
  return sealToken(seed, `${plan.id} ${user} ${what}`, secret);
}

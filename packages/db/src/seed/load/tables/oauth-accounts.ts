import { DAY_MS, MINUTE_MS } from '../../values/calendar.ts';
import { oauthAccounts as factory } from '../../factories/oauth-accounts.ts';
import { mix32 } from '@agora/seeding/random';
import { sealToken, TOKEN_KEY_VERSION } from '../../values/tokens.ts';
import { providerLogins, userOfLogin } from '../../simulation/people.ts';
import { labels, type LoadTable } from './load-table.ts';

const providers = labels(['github', 'google']);

export const oauthAccounts: LoadTable = {
  factory,
  count: ({ plan }) => providerLogins(plan.users),
  write(writer, { plan, community, seed }, index) {
    const user = userOfLogin(index);
    const created = plan.joined[user]! + 5 * MINUTE_MS;
    const secret = mix32(plan.keys.misc ^ user)
      .toString(36)
      .padStart(7, '0')
      .repeat(5);
    writer.row(11);
    writer.uuid(community);
    writer.uuid7(created, plan.keys.misc, index);
    writer.uuid7(plan.joined[user]!, plan.keys.user, user);
    writer.bytes(providers[index % 2]!);
    writer.text(String(10_000_000 + index));
    writer.text(sealToken(seed, `${plan.id} ${user} access`, secret));
    if (index % 2 === 0) writer.null();
    else writer.text(sealToken(seed, `${plan.id} ${user} refresh`, secret));
    writer.time(created + 90 * DAY_MS);
    writer.int2(TOKEN_KEY_VERSION);
    writer.time(created);
    writer.time(created);
  },
};

import { failedWith, SQLSTATE } from '@agora/postgres';
import { ApiError, found } from '../../../api-error.ts';
import type { Forum } from '../../../database/forum.ts';
import { uuid7 } from '../../../database/uuid7.ts';
import type { Community } from '../../../domain/communities/schema.ts';
import { sessionAnswers, startSession } from '../../../domain/sessions/start-session.ts';
import { awardWelcomeSql } from '../../../domain/standing/award-welcome.sql.ts';
import { operation } from '../../../http/operation.ts';
import { linkAccountSql } from '../grants/link-account.sql.ts';
import { codeRequest, type Grant, redeem } from '../grants/one-time-code.ts';
import { knownUser } from './known-user.ts';
import { registerByGrantSql } from './register-by-grant.sql.ts';
import { type OwnNames, ownNames } from './own-names.ts';

export const exchangeOAuthCode = operation({
  id: 'exchangeOAuthCode',
  method: 'POST',
  path: '/auth/oauth/token',
  tag: 'accounts',
  summary: 'Exchange a one-time code for tokens: log in, or open an account',
  description:
    'Who signs in with a provider for the first time gets an account without a password, if the provider vouches for ' +
    'the e-mail address. An account that has this address already is linked if it has verified it, too; else ' +
    'log in to it and link the provider (`oauth.account_exists`). Codes are asked for as by POST .../auth/login.',
  login: 'none',
  body: codeRequest,
  answers: sessionAnswers,
  refusals: [409],
  async handle({ forum, community, body, request, reply }, { config, limits }) {
    const communityId = community.id;
    limits.providers.takeFrom(request.ip);
    const grant = await redeem(forum, { communityId, purpose: 'LOGIN' }, body);
    const userId = await userOf(forum, community, grant);
    const userAgent = request.headers['user-agent'];
    const proved = { communityId, userId, passwordHash: null, tokenVersion: null, userAgent };
    return startSession(forum, config.tokens, reply, proved);
  },
});

/** The user that a grant signs in, who is linked to the provider's account from now on, and may be a new one. */
async function userOf(forum: Forum, community: Community, grant: Grant): Promise<string> {
  const communityId = community.id;
  /** @returns undefined, and nothing is done, when the user is new and has no names yet */
  const signIn = (names?: OwnNames) =>
    forum.prismaTransaction(async (transaction, run) => {
      const known = await knownUser(transaction, run, { communityId, grant });
      const userId = known ?? uuid7();
      if (known === undefined) {
        if (names === undefined) return undefined;
        const wanted = { communityId, userId, email: grant.email ?? '', ...names };
        const [made] = await run(registerByGrantSql(wanted));
        if (made === undefined) throw new ApiError('conflict.duplicate', 'No username is free; try again.');
        await run(awardWelcomeSql({ communityId, userId, entryId: uuid7() }));
      }
      await run(linkAccountSql({ ...grant, communityId, userId, id: uuid7() }));
      return userId;
    });
  const work = async (): Promise<string> => {
    // Names are looked at between the two: a transaction that asked for a second connection could wait for itself.
    const userId = (await signIn()) ?? (await signIn(await ownNames(forum, community, grant)));
    return found(userId, 'user');
  };
  try {
    return await work();
  } catch (error) {
    // Another request took the name, the address or the provider's account in between: now it is there to be found.
    if (!failedWith(error, SQLSTATE.uniqueViolation)) throw error;
    return work();
  }
}

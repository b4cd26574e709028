import { found } from '../../../api-error.ts';
import { lockPeopleSql } from '../../../domain/acting/lock-people.sql.ts';
import { refusal } from '../../../domain/outcome.ts';
import { id, nothing } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';
import { revokeTokens } from '../../../oauth/revoke-tokens.ts';

export const unlinkOAuthAccount = operation({
  id: 'unlinkOAuthAccount',
  method: 'DELETE',
  path: '/me/oauth/:account',
  tag: 'accounts',
  summary: 'Unlink a provider account',
  description:
    'Refused when nothing would be left to log in with: set a password first, by POST .../auth/password/forgot.',
  login: 'required',
  params: { account: id },
  answers: { 204: nothing },
  refusals: [409],
  async handle({ forum, viewer: { communityId, userId }, params, request }, { config, providers }) {
    const gone = await forum.prismaTransaction(async (transaction, run) => {
      // Of two who unlink at once, the second sees what the first has left.
      await run(lockPeopleSql({ communityId, userIds: [userId] }));
      const { passwordHash, oauthAccounts } = await transaction.user.findUniqueOrThrow({
        where: { communityId_id: { communityId, id: userId } },
        select: {
          passwordHash: true,
          oauthAccounts: {
            select: { id: true, provider: true, accessToken: true, refreshToken: true, keyVersion: true },
          },
        },
      });
      const account = found(
        oauthAccounts.find((each) => each.id === params.account),
        'linked account',
      );
      const others = oauthAccounts.filter(
        (each) => each !== account && providers.find(each.provider) !== undefined,
      );
      if (passwordHash === null && others.length === 0) throw refusal('oauth.last_login');
      await transaction.oAuthAccount.delete({
        where: { communityId_id: { communityId, id: account.id } },
        select: { id: true },
      });
      return account;
    });
    revokeTokens({ config, providers, log: request.log }, gone);
  },
});

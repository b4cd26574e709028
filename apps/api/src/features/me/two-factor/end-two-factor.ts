import { lockHolder } from '../../../domain/accounts/lock-holder.ts';
import { proveCode } from '../../../domain/accounts/prove-code.ts';
import { provePassword } from '../../../domain/accounts/prove-password.ts';
import { removeTwoFactor } from '../../../domain/accounts/remove-two-factor.ts';
import { twoFactorOffMail } from '../../../domain/accounts/two-factor-mails.ts';
import { addressOf } from '../../../domain/communities/address-of.ts';
import { nothing } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';
import { twoFactorProof } from './two-factor.ts';

export const endTwoFactor = operation({
  id: 'endTwoFactor',
  method: 'DELETE',
  path: '/me/two-factor',
  tag: 'accounts',
  summary: 'Ask for no more codes, by your password and a code',
  login: 'required',
  body: twoFactorProof,
  answers: { 204: nothing },
  async handle(asked, dependencies) {
    const { forum, viewer, community, body, request } = asked;
    const { config, limits, mailer } = dependencies;
    const proved = await provePassword(asked, limits, body.currentPassword);
    await proveCode({ community, userId: viewer.userId }, body.code, forum, dependencies);
    const email = await forum.prismaTransaction(async (transaction, run) => {
      const holder = await lockHolder(transaction, run, viewer, proved);
      await removeTwoFactor(transaction, viewer);
      return holder.email;
    });
    request.log.info({ user: viewer.userId }, 'two-factor off');
    mailer.send(twoFactorOffMail(community, addressOf(config, community), email));
  },
});

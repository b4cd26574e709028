import { lockHolder } from '../../../domain/accounts/lock-holder.ts';
import { proveCode } from '../../../domain/accounts/prove-code.ts';
import { provePassword } from '../../../domain/accounts/prove-password.ts';
import { recoveryCodesMail } from '../../../domain/accounts/two-factor-mails.ts';
import { addressOf } from '../../../domain/communities/address-of.ts';
import { operation } from '../../../http/operation.ts';
import { recoveryCodes, renewRecoveryCodes, twoFactorProof } from './two-factor.ts';

export const makeRecoveryCodes = operation({
  id: 'makeRecoveryCodes',
  method: 'POST',
  path: '/me/two-factor/recovery-codes',
  tag: 'accounts',
  summary: 'Get new recovery codes; the old ones end',
  login: 'required',
  body: twoFactorProof,
  answers: { 200: recoveryCodes },
  async handle(asked, dependencies) {
    const { forum, viewer, community, body, request } = asked;
    const { config, limits, mailer } = dependencies;
    const proved = await provePassword(asked, limits, body.currentPassword);
    await proveCode({ community, userId: viewer.userId }, body.code, forum, dependencies);
    const { codes, email } = await forum.prismaTransaction(async (transaction, run) => {
      const holder = await lockHolder(transaction, run, viewer, proved);
      return { codes: await renewRecoveryCodes(transaction, viewer), email: holder.email };
    });
    request.log.info({ user: viewer.userId }, 'new recovery codes');
    mailer.send(recoveryCodesMail(community, addressOf(config, community), email));
    return codes;
  },
});

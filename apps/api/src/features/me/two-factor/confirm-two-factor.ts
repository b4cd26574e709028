import { z } from 'zod';
import { ApiError } from '../../../api-error.ts';
import { totpStep } from '../../../auth/one-time-password.ts';
import { openToken } from '../../../auth/token-box.ts';
import { transactionTime } from '../../../database/transaction-time.ts';
import { code } from '../../../domain/accounts/fields.ts';
import { twoFactorOnMail } from '../../../domain/accounts/two-factor-mails.ts';
import { lockPeopleSql } from '../../../domain/acting/lock-people.sql.ts';
import { addressOf } from '../../../domain/communities/address-of.ts';
import { operation } from '../../../http/operation.ts';
import { recoveryCodes, renewRecoveryCodes } from './two-factor.ts';

export const confirmTwoFactor = operation({
  id: 'confirmTwoFactor',
  method: 'POST',
  path: '/me/two-factor/confirmation',
  tag: 'accounts',
  summary: 'Ask for codes from now on, and get recovery codes',
  description:
    'By a code of the app that got the secret. All your other sessions end: they were opened without one.',
  login: 'required',
  body: z.strictObject({ code }).meta({ id: 'TwoFactorConfirmation' }),
  answers: { 200: recoveryCodes },
  refusals: [409],
  async handle({ forum, viewer, community, body, request }, { config, limits, mailer }) {
    const { communityId, userId, sessionId } = viewer;
    const made = await forum.prismaTransaction(async (transaction, run) => {
      // Whoever logs in meanwhile has a session before this and loses it, or comes after and is asked.
      await run(lockPeopleSql({ communityId, userIds: [userId] }));
      limits.codes.take(`${communityId} ${userId}`);
      const where = { communityId_userId: { communityId, userId } };
      const known = await transaction.twoFactor.findUnique({
        where,
        select: { secret: true, keyVersion: true, enabledAt: true, user: { select: { email: true } } },
      });
      if (known === null || known.enabledAt !== null) {
        throw new ApiError('two_factor.not_begun', 'There is no secret to confirm.', {
          fix: 'POST .../me/two-factor gives one.',
        });
      }
      const secret = openToken(config.oauth.keys, known.keyVersion, known.secret);
      const step = secret === undefined ? undefined : totpStep(secret, body.code.replaceAll(/\s/g, ''));
      if (step === undefined) {
        throw new ApiError('auth.invalid_code', 'The code is wrong. Nothing is asked for yet.', {
          fix: 'See that the clock of your device is right, and send the code that the app shows now.',
        });
      }
      const now = await transactionTime(run);
      await transaction.twoFactor.update({
        where,
        data: { enabledAt: now, lastStep: step },
        select: { userId: true },
      });
      await transaction.refreshToken.updateMany({
        where: { communityId, userId, revokedAt: null, familyId: { not: sessionId } },
        data: { revokedAt: now },
      });
      return { codes: await renewRecoveryCodes(transaction, viewer), email: known.user.email };
    });
    limits.codes.forgive(`${communityId} ${userId}`);
    request.log.info({ user: userId }, 'two-factor on');
    mailer.send(twoFactorOnMail(community, addressOf(config, community), made.email));
    return made.codes;
  },
});

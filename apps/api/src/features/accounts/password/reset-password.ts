import { hashPassword } from '../../../auth/password.ts';
import { assertHardToGuess } from '../../../auth/password-strength.ts';
import { uuid7 } from '../../../database/uuid7.ts';
import { newPassword } from '../../../domain/accounts/fields.ts';
import { setPassword } from '../../../domain/accounts/set-password.ts';
import { addressOf } from '../../../domain/communities/address-of.ts';
import { refusal } from '../../../domain/outcome.ts';
import { awardWelcomeSql } from '../../../domain/standing/award-welcome.sql.ts';
import { nothing } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';
import { mailTokenRequest, takeMailToken } from '../mail-tokens/take-mail-token.ts';
import { passwordChangedMail } from '../mails.ts';

const passwordReset = mailTokenRequest.extend({ password: newPassword }).meta({ id: 'PasswordReset' });

/** The token came by mail, and so proves the address as well. */
export const resetPassword = operation({
  id: 'resetPassword',
  method: 'POST',
  path: '/auth/password/reset',
  tag: 'accounts',
  summary: 'Set a new password with the mailed token; all sessions end',
  login: 'none',
  body: passwordReset,
  answers: { 204: nothing },
  async handle({ forum, community, body, request }, { config, limits, mailer }) {
    limits.guesses.takeFrom(request.ip);
    const passwordHash = await hashPassword(body.password);
    const given = { communityId: community.id, token: body.token, purpose: 'RESET_PASSWORD' } as const;
    const email = await forum.prismaTransaction(async (transaction, run) => {
      const taken = await takeMailToken(transaction, run, given);
      // One that went to an address which the account has no more does nothing.
      if (taken === undefined || taken.email !== taken.user.email) throw refusal('auth.invalid_mail_token');
      const { takenAt, user } = taken;
      // The token stays good: what fails here is rolled back.
      await assertHardToGuess(body.password, [user.email, user.username, community.name, community.slug]);
      const isNew = user.emailVerifiedAt === null;
      await setPassword(transaction, user, { passwordHash, ...(isNew && { emailVerifiedAt: takenAt }) });
      if (isNew) await run(awardWelcomeSql({ ...user, entryId: uuid7() }));
      return user.email;
    });
    mailer.send(passwordChangedMail(community, addressOf(config, community), email));
  },
});

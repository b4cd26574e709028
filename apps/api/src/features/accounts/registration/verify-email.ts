import type { CommunityTransaction } from '@agora/db';
import { uuid7 } from '../../../database/uuid7.ts';
import { endStrayTokens } from '../../../domain/accounts/mail-tokens.ts';
import { refusal } from '../../../domain/outcome.ts';
import { awardWelcomeSql } from '../../../domain/standing/award-welcome.sql.ts';
import { nothing } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';
import { mailTokenRequest, type TakenToken, takeMailToken } from '../mail-tokens/take-mail-token.ts';
import { emailChangedMail } from '../mails.ts';

export const verifyEmail = operation({
  id: 'verifyEmail',
  method: 'POST',
  path: '/auth/verify-email',
  tag: 'accounts',
  summary: 'Prove an e-mail address with the mailed token',
  description: 'That of your account, or the one you asked for instead by POST .../me/email.',
  login: 'none',
  body: mailTokenRequest,
  answers: { 204: nothing },
  refusals: [409],
  async handle({ forum, community, body, request }, { limits, mailer }) {
    limits.guesses.takeFrom(request.ip);
    const given = { communityId: community.id, token: body.token, purpose: 'VERIFY_EMAIL' } as const;
    const proved = await forum.prismaTransaction(async (transaction, run) => {
      const taken = await takeMailToken(transaction, run, given);
      if (taken === undefined || !(await mayHaveAddress(transaction, taken))) return undefined;
      const { email, takenAt, user } = taken;
      const { communityId, userId } = user;
      const before = user.email === email ? undefined : user.email;
      const isNew = before !== undefined || user.emailVerifiedAt === null;
      await transaction.user.update({
        where: { communityId_id: { communityId, id: userId } },
        data: { email, ...(isNew && { emailVerifiedAt: takenAt }) },
        select: { id: true },
      });
      if (isNew) await run(awardWelcomeSql({ communityId, userId, entryId: uuid7() }));
      await endStrayTokens(transaction, user, email);
      return { email, before };
    });
    // Thrown only here: a token is used up even where it proves nothing.
    if (proved === undefined) throw refusal('auth.invalid_mail_token');
    if (proved.before !== undefined) {
      mailer.send(emailChangedMail(community, proved.before, proved.email));
    }
  },
});

/**
 * Whether the address that a token was sent to may be that of its user: it is already, or they have asked for it instead,
 * unless another was given it meanwhile. A token from before the present address was proved brings no earlier one back.
 */
async function mayHaveAddress(
  transaction: CommunityTransaction,
  { email, createdAt, user }: TakenToken,
): Promise<boolean> {
  if (user.email === email) return true;
  if (user.emailVerifiedAt === null || createdAt <= user.emailVerifiedAt) return false;
  const holder = await transaction.user.findUnique({
    where: { communityId_email: { communityId: user.communityId, email } },
    select: { id: true },
  });
  return holder === null;
}

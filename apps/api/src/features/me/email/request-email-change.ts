import { z } from 'zod';
import { email } from '../../../auth/email.ts';
import { makeOpaqueToken } from '../../../auth/opaque-token.ts';
import type { Forum } from '../../../database/forum.ts';
import { currentPassword } from '../../../domain/accounts/fields.ts';
import { replaceMailToken } from '../../../domain/accounts/mail-tokens.ts';
import { provePassword } from '../../../domain/accounts/prove-password.ts';
import { lockPeopleSql } from '../../../domain/acting/lock-people.sql.ts';
import { addressOf } from '../../../domain/communities/address-of.ts';
import { operation } from '../../../http/operation.ts';
import { addressTakenMail, emailChangeHours, emailChangeMail, emailChangeNotice } from '../mails.ts';

const emailChange = z.strictObject({ email, currentPassword }).meta({ id: 'EmailChange' });

/** The same whether or not somebody has the address. */
const emailChangeAsked = z
  .object({ status: z.literal('mail_sent_to_new_address') })
  .meta({ id: 'EmailChangeAsked' });

export const requestEmailChange = operation({
  id: 'requestEmailChange',
  method: 'POST',
  path: '/me/email',
  tag: 'accounts',
  summary: 'Ask for another e-mail address',
  description:
    'A token is mailed to the new address; it is yours once that is sent to POST .../auth/verify-email, and the old ' +
    'address is told of both. Answers the same whether or not the address has an account, whose owner is told ' +
    'instead. Asking again, or a new password, ends what was asked before.',
  login: 'required',
  body: emailChange,
  answers: { 202: emailChangeAsked },
  async handle(asked, { config, database, limits, mailer }) {
    const { viewer, community, body, request } = asked;
    const { communityId, userId } = viewer;
    limits.takeMail(community, request.ip, body.email);
    const proved = await provePassword(asked, limits, body.currentPassword);
    // All the rest behind the answer, whose time would tell who has an account.
    mailer.send(async () => {
      const { token, hash } = makeOpaqueToken();
      const wanted = { userId, email: body.email, proved, hash };
      const change = await askForAddress(database.for(communityId), communityId, wanted);
      if (change === undefined) return undefined;
      const address = addressOf(config, community);
      mailer.send(emailChangeNotice(community, address, change.currentEmail, body.email));
      return change.taken
        ? addressTakenMail(community, address, body.email)
        : emailChangeMail(community, address, body.email, token);
    });
    return { status: 'mail_sent_to_new_address' } as const;
  },
});

/**
 * Keeps a token for another address, unless an account has it; earlier ones end.
 * @returns undefined when the password that was proved (its hash) has been changed since, the account is not active, or the
 *   address is its own
 */
function askForAddress(
  forum: Forum,
  communityId: string,
  wanted: {
    readonly userId: string;
    readonly email: string;
    readonly proved: string;
    readonly hash: Uint8Array;
  },
): Promise<{ currentEmail: string; taken: boolean } | undefined> {
  const { userId, email, proved, hash } = wanted;
  const user = { communityId, userId };
  return forum.prismaTransaction(async (transaction, run) => {
    await run(lockPeopleSql({ communityId, userIds: [userId] }));
    const holder = await transaction.user.findUnique({
      where: {
        communityId_id: { communityId, id: userId },
        status: 'ACTIVE',
        passwordHash: proved,
        email: { not: email },
      },
      select: { email: true },
    });
    if (holder === null) return undefined;
    const other = await transaction.user.findUnique({
      where: { communityId_email: { communityId, email } },
      select: { id: true },
    });
    const purpose = 'VERIFY_EMAIL';
    if (other === null) {
      await replaceMailToken(transaction, run, user, { purpose, email, hash, hours: emailChangeHours });
    } else {
      await transaction.accountToken.deleteMany({ where: { ...user, purpose } });
    }
    return { currentEmail: holder.email, taken: other !== null };
  });
}

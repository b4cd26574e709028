import { z } from 'zod';
import { makeOpaqueToken } from '../../../auth/opaque-token.ts';
import { uuid7 } from '../../../database/uuid7.ts';
import { currentPassword, email } from '../../../domain/accounts/fields.ts';
import { provePassword } from '../../../domain/accounts/prove-password.ts';
import { lockPeopleSql } from '../../../domain/acting/lock-people.sql.ts';
import { operation } from '../../../http/operation.ts';
import { addressTakenMail, emailChangeHours, emailChangeMail, emailChangeNotice } from '../mails.ts';
import { createEmailChangeSql } from './create-email-change.sql.ts';

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
    const provedHash = await provePassword(asked, limits, body.currentPassword);
    // All the rest behind the answer, whose time would tell who has an account.
    mailer.send(async () => {
      const { token, hash } = makeOpaqueToken();
      const wanted = { communityId, userId, email: body.email, provedHash };
      const [, [change]] = await database
        .for(communityId)
        .run(
          lockPeopleSql({ communityId, userIds: [userId] }),
          createEmailChangeSql({ ...wanted, tokenId: uuid7(), hash, hours: emailChangeHours }),
        );
      if (change === undefined) return undefined;
      const address = `${config.publicUrl}/c/${community.slug}`;
      mailer.send(emailChangeNotice(community, address, change.currentEmail, body.email));
      return change.taken
        ? addressTakenMail(community, address, body.email)
        : emailChangeMail(community, address, body.email, token);
    });
    return { status: 'mail_sent_to_new_address' } as const;
  },
});

import { makeOpaqueToken } from '../../../auth/opaque-token.ts';
import type { Forum } from '../../../database/forum.ts';
import type { Dependencies } from '../../../dependencies.ts';
import { replaceMailToken } from '../../../domain/accounts/mail-tokens.ts';
import { addressOf } from '../../../domain/communities/address-of.ts';
import type { Community } from '../../../domain/communities/schema.ts';
import { resetMail, tokenHours, verificationMail } from '../mails.ts';

const mails = { VERIFY_EMAIL: verificationMail, RESET_PASSWORD: resetMail } as const;

/** Mails a token to whoever has an address, if they may have one; earlier ones for the same purpose end. */
export async function sendMailToken(
  { forum, community }: { readonly forum: Forum; readonly community: Community },
  { config, mailer }: Dependencies,
  { email, purpose }: { readonly email: string; readonly purpose: keyof typeof mails },
): Promise<void> {
  const communityId = community.id;
  const find = {
    where: {
      communityId,
      email,
      status: { not: 'DEACTIVATED' },
      ...(purpose === 'VERIFY_EMAIL' && { emailVerifiedAt: null }),
    },
    select: { id: true },
  } as const;
  if ((await forum.prisma.user.findFirst(find)) === null) return;
  // Writing takes time, which would tell who has an account: it is done behind the answer, like sending.
  mailer.send(async () => {
    const { token, hash } = makeOpaqueToken();
    const made = await forum.prismaTransaction(async (transaction, run) => {
      const holder = await transaction.user.findFirst(find);
      if (holder === null) return undefined;
      const hours = tokenHours[purpose];
      const user = { communityId, userId: holder.id };
      return replaceMailToken(transaction, run, user, { purpose, email, hash, hours });
    });
    return made && mails[purpose](community, addressOf(config, community), email, token);
  });
}

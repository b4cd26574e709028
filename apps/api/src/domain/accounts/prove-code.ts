import { ApiError } from '../../api-error.ts';
import { totpStep } from '../../auth/one-time-password.ts';
import { hashRecoveryCode } from '../../auth/recovery-code.ts';
import { openToken } from '../../auth/token-box.ts';
import type { Config } from '../../config.ts';
import type { Forum } from '../../database/forum.ts';
import type { AccountLimits } from '../../limits/account-limits.ts';
import type { Mailer } from '../../mail/mailer.ts';
import type { Community } from '../communities/schema.ts';
import { addressOf } from '../communities/address-of.ts';
import { guessedCodeMail, recoveryCodeUsedMail } from './two-factor-mails.ts';

/** Wrong codes in a row of which the account's owner is told: whoever sends them has the password. */
const alarming = 5;

interface Means {
  readonly config: Config;
  readonly limits: AccountLimits;
  readonly mailer: Mailer;
}

interface Holder {
  readonly community: Community;
  readonly userId: string;
}

/**
 * Takes a code of an account whose second factor is on: of its app, or for recovery. Either is good once.
 * Codes of an app are few enough to be guessed, so that an account has a limit of them; its recovery codes, which are not,
 * have none, and let the owner in whatever a stranger with the password does.
 * @param forum in the scope of the community
 * @throws ApiError `auth.invalid_code`, `auth.too_many_attempts`
 */
export async function proveCode(
  { community, userId }: Holder,
  code: string,
  forum: Forum,
  { config, limits, mailer }: Means,
): Promise<void> {
  const communityId = community.id;
  const typed = code.replaceAll(/[\s-]/g, '');
  const account = `${communityId} ${userId}`;
  const isOfApp = /^\d{6}$/.test(typed);
  const { remaining } = isOfApp ? limits.codes.take(account) : { remaining: undefined };
  const where = { communityId, userId };
  const good = isOfApp
    ? await takeAppCode(forum, where, typed, config)
    : (
        await forum.prisma.recoveryCode.deleteMany({
          where: {
            ...where,
            codeHash: hashRecoveryCode(typed),
            user: { twoFactor: { enabledAt: { not: null } } },
          },
        })
      ).count === 1;
  const tell = async (mail: typeof guessedCodeMail): Promise<void> => {
    const owner = await forum.prisma.user.findUnique({
      where: { communityId_id: { communityId, id: userId } },
      select: { email: true, _count: { select: { recoveryCodes: true } } },
    });
    if (owner === null) return;
    const left = owner._count.recoveryCodes;
    mailer.send(mail(community, addressOf(config, community), { to: owner.email, left }));
  };
  if (!good) {
    if (remaining === limits.codes.policy.most - alarming) await tell(guessedCodeMail);
    throw new ApiError('auth.invalid_code', 'The code is wrong, or it was used before.', {
      fix: 'Wait for the next code of your app, and see that its clock is right; or send a recovery code.',
    });
  }
  limits.codes.forgive(account);
  if (!isOfApp) await tell(recoveryCodeUsedMail);
}

async function takeAppCode(
  { prisma }: Forum,
  where: { readonly communityId: string; readonly userId: string },
  code: string,
  config: Config,
): Promise<boolean> {
  const known = await prisma.twoFactor.findUnique({
    where: { communityId_userId: where, enabledAt: { not: null } },
    select: { secret: true, keyVersion: true },
  });
  const secret = known === null ? undefined : openToken(config.oauth.keys, known.keyVersion, known.secret);
  const step = secret === undefined ? undefined : totpStep(secret, code);
  if (step === undefined) return false;
  // Of two who send one code at once, one finds that it was taken.
  const { count } = await prisma.twoFactor.updateMany({
    where: { ...where, enabledAt: { not: null }, lastStep: { lt: step } },
    data: { lastStep: step },
  });
  return count === 1;
}

import { z } from 'zod';
import { ApiError } from '../../../api-error.ts';
import { makeTotpSecret, totpAddress } from '../../../auth/one-time-password.ts';
import { sealingVersion, sealToken } from '../../../auth/token-box.ts';
import { currentPassword } from '../../../domain/accounts/fields.ts';
import { lockHolder } from '../../../domain/accounts/lock-holder.ts';
import { provePassword } from '../../../domain/accounts/prove-password.ts';
import { operation } from '../../../http/operation.ts';

export const twoFactorSecret = z
  .object({
    secret: z.string().describe('Base32, to be typed into an app'),
    address: z.string().describe('otpauth://, to be read from a QR code'),
  })
  .meta({ id: 'TwoFactorSecret' });

export const beginTwoFactor = operation({
  id: 'beginTwoFactor',
  method: 'POST',
  path: '/me/two-factor',
  tag: 'accounts',
  summary: 'Get a secret for an authenticator app',
  description:
    'Nothing is asked for before a code of the app has confirmed it: POST .../me/two-factor/confirmation. Begun again, ' +
    'it is another secret. The forum keeps secrets sealed, and offers none without keys that outlast a restart.',
  login: 'required',
  body: z.strictObject({ currentPassword }).meta({ id: 'TwoFactorRequest' }),
  answers: { 200: twoFactorSecret },
  refusals: [409],
  async handle(asked, { config, limits }) {
    const { forum, viewer, community, body } = asked;
    const { communityId, userId } = viewer;
    const proved = await provePassword(asked, limits, body.currentPassword);
    if (!config.oauth.keysLast) {
      throw new ApiError('two_factor.unavailable', 'This forum cannot keep the secret of an app.', {
        fix: 'Whoever runs it sets OAUTH_TOKEN_KEYS; .env.example explains it.',
      });
    }
    const secret = makeTotpSecret();
    const sealed = {
      secret: sealToken(config.oauth.keys, secret) ?? '',
      keyVersion: sealingVersion(config.oauth.keys),
    };
    const username = await forum.prismaTransaction(async (transaction, run) => {
      const holder = await lockHolder(transaction, run, viewer, proved);
      const where = { communityId_userId: { communityId, userId } };
      const known = await transaction.twoFactor.findUnique({ where, select: { enabledAt: true } });
      if (known !== null && known.enabledAt !== null) {
        throw new ApiError('two_factor.on', 'Codes are asked for already; turn that off first.');
      }
      await transaction.twoFactor.upsert({
        where,
        create: { communityId, userId, ...sealed },
        update: sealed,
        select: { userId: true },
      });
      return holder.username;
    });
    return { secret, address: totpAddress(secret, community.name, username) };
  },
});

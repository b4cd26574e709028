import { z } from 'zod';
import { time } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';

export const twoFactorState = z
  .object({
    offered: z.boolean().describe('Whether this forum can keep the secret of an app'),
    enabledAt: time.nullable().describe('Since when a code is asked for at log-in; null: none is'),
    recoveryCodesLeft: z.int(),
  })
  .meta({ id: 'TwoFactorState' });

export const getTwoFactor = operation({
  id: 'getTwoFactor',
  method: 'GET',
  path: '/me/two-factor',
  tag: 'accounts',
  summary: 'Whether a code is asked for when you log in',
  login: 'required',
  answers: { 200: twoFactorState },
  async handle({ forum, viewer: { communityId, userId } }, { config }) {
    const [known, recoveryCodesLeft] = await Promise.all([
      forum.prisma.twoFactor.findUnique({
        where: { communityId_userId: { communityId, userId } },
        select: { enabledAt: true },
      }),
      forum.prisma.recoveryCode.count({ where: { communityId, userId } }),
    ]);
    const enabledAt = known?.enabledAt?.toISOString() ?? null;
    return { offered: config.oauth.keysLast, enabledAt, recoveryCodesLeft };
  },
});

import { hashOpaqueToken } from '../../../auth/opaque-token.ts';
import { nothing } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';
import { refreshRequest } from './refresh-request.ts';

export const logout = operation({
  id: 'logout',
  method: 'POST',
  path: '/auth/logout',
  tag: 'accounts',
  summary: 'End the session of a refresh token',
  description: 'Its access tokens end with it, at once.',
  login: 'none',
  body: refreshRequest,
  answers: { 204: nothing },
  async handle({ forum, community, body }) {
    const communityId = community.id;
    const tokenHash = Uint8Array.from(hashOpaqueToken(body.refreshToken));
    const token = await forum.prisma.refreshToken.findUnique({
      where: { communityId_tokenHash: { communityId, tokenHash } },
      select: { familyId: true },
    });
    if (token === null) return;
    await forum.prisma.refreshToken.updateMany({
      where: { communityId, familyId: token.familyId, revokedAt: null },
      data: { revokedAt: new Date() },
    });
  },
});

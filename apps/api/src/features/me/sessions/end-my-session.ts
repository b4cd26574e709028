import { refusal } from '../../../domain/outcome.ts';
import { id, nothing } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';

export const endMySession = operation({
  id: 'endMySession',
  method: 'DELETE',
  path: '/me/sessions/:session',
  tag: 'accounts',
  summary: 'End one of your sessions',
  description: 'Its access tokens end with it, at once; the one of this request, too, if it is its session.',
  login: 'required',
  params: { session: id },
  answers: { 204: nothing },
  async handle({ forum, viewer: { communityId, userId }, params }) {
    // A token that is being made for it at this moment is no good either: another of the session is revoked.
    const { count } = await forum.prisma.refreshToken.updateMany({
      where: { communityId, userId, familyId: params.session, revokedAt: null },
      data: { revokedAt: new Date() },
    });
    if (count === 0) throw refusal('resource.not_found', { 'resource.not_found': 'No such session.' });
  },
});

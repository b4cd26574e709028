import { z } from 'zod';
import { currentPassword } from '../../../domain/accounts/fields.ts';
import { provePassword } from '../../../domain/accounts/prove-password.ts';
import { refusal } from '../../../domain/outcome.ts';
import { id, nothing } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';

/** Who could only log in with it has a password still: none is made without one. */
export const removePasskey = operation({
  id: 'removePasskey',
  method: 'DELETE',
  path: '/me/passkeys/:passkey',
  tag: 'accounts',
  summary: 'Remove a passkey: it logs nobody in any more',
  login: 'required',
  params: { passkey: id },
  body: z.strictObject({ currentPassword }).meta({ id: 'PasskeyRemoval' }),
  answers: { 204: nothing },
  async handle(asked, { limits }) {
    const { forum, viewer, params, body, request } = asked;
    await provePassword(asked, limits, body.currentPassword);
    const { communityId, userId } = viewer;
    const { count } = await forum.prisma.passkey.deleteMany({
      where: { communityId, userId, id: params.passkey },
    });
    if (count === 0) throw refusal('resource.not_found', { 'resource.not_found': 'No such passkey.' });
    request.log.info({ user: userId }, 'passkey removed');
  },
});

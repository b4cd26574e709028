import { z } from 'zod';
import { found } from '../../../api-error.ts';
import { id } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';
import { passkey, passkeyFields, passkeyName, shownPasskey } from './passkey.ts';

export const renamePasskey = operation({
  id: 'renamePasskey',
  method: 'PUT',
  path: '/me/passkeys/:passkey/name',
  tag: 'accounts',
  summary: 'Call a passkey something else',
  login: 'required',
  params: { passkey: id },
  body: z.strictObject({ name: passkeyName }).meta({ id: 'PasskeyName' }),
  answers: { 200: passkey },
  async handle({ forum, viewer: { communityId, userId }, params, body }) {
    const [renamed] = await forum.prisma.passkey.updateManyAndReturn({
      where: { communityId, userId, id: params.passkey },
      data: body,
      select: passkeyFields,
    });
    return shownPasskey(found(renamed, 'passkey'));
  },
});

import { z } from 'zod';
import { ApiError } from '../../../api-error.ts';
import { registrationOptions } from '../../../auth/passkey.ts';
import { code, currentPassword } from '../../../domain/accounts/fields.ts';
import { proveCode } from '../../../domain/accounts/prove-code.ts';
import { provePassword } from '../../../domain/accounts/prove-password.ts';
import { operation } from '../../../http/operation.ts';
import { knownCredentials } from './passkey.ts';

export const passkeyOrder = z
  .looseObject({ challenge: z.string(), rp: z.looseObject({}), user: z.looseObject({ id: z.string() }) })
  .meta({ id: 'PasskeyOrder', description: 'PublicKeyCredentialCreationOptionsJSON of WebAuthn' });

export const beginPasskey = operation({
  id: 'beginPasskey',
  method: 'POST',
  path: '/me/passkeys/options',
  tag: 'accounts',
  summary: 'Get what `navigator.credentials.create()` is asked, to make a passkey',
  description: 'By your password, and a code where your account asks for codes. Good for ten minutes.',
  login: 'required',
  body: z.strictObject({ currentPassword, code: code.optional() }).meta({ id: 'PasskeyRequest' }),
  answers: { 200: passkeyOrder },
  refusals: [409],
  async handle(asked, dependencies) {
    const { forum, viewer, community, body } = asked;
    const { communityId, userId: id, sessionId } = viewer;
    await provePassword(asked, dependencies.limits, body.currentPassword);
    const owner = await forum.prisma.user.findUniqueOrThrow({
      where: { communityId_id: { communityId, id } },
      select: {
        username: true,
        displayName: true,
        twoFactor: { select: { enabledAt: true } },
      },
    });
    if (owner.twoFactor?.enabledAt) {
      if (body.code === undefined) {
        throw new ApiError('auth.invalid_code', 'Your account asks for codes: send one, too.');
      }
      await proveCode({ community, userId: id }, body.code, forum, dependencies);
    }
    const known = await knownCredentials(forum, viewer);
    const options = await registrationOptions(
      dependencies.config,
      { communityId, sessionId },
      {
        userId: id,
        name: `${owner.username} (${community.name})`,
        displayName: owner.displayName,
        known,
      },
    );
    return passkeyOrder.parse(options);
  },
});

import { z } from 'zod';
import { assertionOptions } from '../../../auth/passkey.ts';
import { operation } from '../../../http/operation.ts';

export const passkeyQuestion = z
  .looseObject({
    challenge: z.string(),
    rpId: z.string().optional(),
    userVerification: z.string().optional(),
  })
  .meta({ id: 'PasskeyQuestion', description: 'PublicKeyCredentialRequestOptionsJSON of WebAuthn' });

/** POST, as each answer is another. */
export const beginPasskeyLogin = operation({
  id: 'beginPasskeyLogin',
  method: 'POST',
  path: '/auth/passkey/options',
  tag: 'accounts',
  summary: 'Get what `navigator.credentials.get()` is asked, to log in with a passkey',
  login: 'none',
  answers: { 200: passkeyQuestion },
  refusals: [409],
  async handle({ community }, { config }) {
    return passkeyQuestion.parse(await assertionOptions(config, community.id));
  },
});

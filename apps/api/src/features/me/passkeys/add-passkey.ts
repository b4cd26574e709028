import { failedWith, SQLSTATE } from '@agora/postgres';
import { z } from 'zod';
import { ApiError } from '../../../api-error.ts';
import { registration, verifyRegistration } from '../../../auth/passkey.ts';
import { uuid7 } from '../../../database/uuid7.ts';
import { takeChallenge } from '../../../domain/accounts/take-challenge.ts';
import { passkeyAddedMail } from '../../../domain/accounts/two-factor-mails.ts';
import { lockActor } from '../../../domain/acting/lock-actor.ts';
import { addressOf } from '../../../domain/communities/address-of.ts';
import { operation } from '../../../http/operation.ts';
import { knownCredentials, passkey, passkeyFields, passkeyName, shownPasskey } from './passkey.ts';

export const addPasskey = operation({
  id: 'addPasskey',
  method: 'POST',
  path: '/me/passkeys',
  tag: 'accounts',
  summary: 'Keep a passkey that your device has made',
  description: 'It answers what POST .../me/passkeys/options asked for in this session.',
  login: 'required',
  body: z.strictObject({ name: passkeyName, answer: registration }).meta({ id: 'NewPasskey' }),
  answers: { 201: passkey },
  refusals: [409],
  async handle({ forum, viewer, community, body, request }, { config, mailer }) {
    const { communityId, userId, sessionId } = viewer;
    // Ahead of all else, as the database admits the token.
    await knownCredentials(forum, viewer);
    const made = await verifyRegistration(config, { communityId, sessionId }, body.answer);
    const { challengeId, ...key } = made;
    const kept = await forum
      .prismaTransaction(async (transaction, run) => {
        await lockActor(run, viewer, { least: 'MEMBER' });
        await takeChallenge(transaction, viewer, challengeId);
        return transaction.passkey.create({
          data: { communityId, id: uuid7(), userId, name: body.name, ...key },
          select: { ...passkeyFields, user: { select: { email: true } } },
        });
      })
      .catch((error: unknown) => {
        if (!failedWith(error, SQLSTATE.uniqueViolation)) throw error;
        throw new ApiError('conflict.duplicate', 'This passkey is kept already.');
      });
    const { user, ...shown } = kept;
    request.log.info({ user: userId }, 'passkey added');
    mailer.send(
      passkeyAddedMail(community, addressOf(config, community), { to: user.email, name: shown.name }),
    );
    return shownPasskey(shown);
  },
});

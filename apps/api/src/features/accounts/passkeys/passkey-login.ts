import { z } from 'zod';
import { assertion, verifyAssertion, wrongPasskey } from '../../../auth/passkey.ts';
import { credentialsByEmailSql } from '../../../domain/accounts/credentials-by-email.sql.ts';
import { takeChallenge } from '../../../domain/accounts/take-challenge.ts';
import { lockPeopleSql } from '../../../domain/acting/lock-people.sql.ts';
import { assertMayLogIn } from '../../../domain/sessions/may-log-in.ts';
import { startSession } from '../../../domain/sessions/start-session.ts';
import { tokens } from '../../../domain/sessions/tokens.ts';
import { operation } from '../../../http/operation.ts';

export const passkeyLogin = operation({
  id: 'passkeyLogin',
  method: 'POST',
  path: '/auth/passkey',
  tag: 'accounts',
  summary: 'Log in with a passkey',
  description:
    'The device has made sure who uses it, so no code is asked for. A challenge is good once, for ten minutes.',
  login: 'none',
  body: z.strictObject({ answer: assertion }).meta({ id: 'PasskeyLogin' }),
  answers: { 200: tokens },
  refusals: [409],
  async handle({ forum, community, body: { answer }, request, reply }, { config, limits }) {
    limits.guesses.takeFrom(request.ip);
    const communityId = community.id;
    const credentialId = new Uint8Array(Buffer.from(answer.id, 'base64url'));
    const known = await forum.prisma.passkey.findUnique({
      where: { communityId_credentialId: { communityId, credentialId } },
      select: {
        id: true,
        userId: true,
        publicKey: true,
        counter: true,
        user: { select: { email: true, tokenVersion: true } },
      },
    });
    if (known === null) throw wrongPasskey();
    const { challengeId, counter } = await verifyAssertion(config, communityId, answer, known);
    const { id, userId, user } = known;
    const account = await forum.one(credentialsByEmailSql({ communityId, email: user.email }));
    if (account === undefined) throw wrongPasskey();
    const { banReason, banEndsAt } = account;
    assertMayLogIn({ ...account, ban: banReason === null ? null : { reason: banReason, endsAt: banEndsAt } });
    await forum.prismaTransaction(async (transaction, run) => {
      await run(lockPeopleSql({ communityId, userIds: [userId] }));
      // It is still theirs, and has not signed since: a device that does not count stays at 0.
      const { count } = await transaction.passkey.updateMany({
        where: { communityId, id, ...(counter === 0n ? { counter } : { counter: { lt: counter } }) },
        data: { counter, lastUsedAt: new Date() },
      });
      if (count === 0) throw wrongPasskey();
      await takeChallenge(transaction, { communityId, userId }, challengeId);
    });
    const userAgent = request.headers['user-agent'];
    const { tokenVersion } = user;
    const proved = { communityId, userId, passwordHash: null, tokenVersion, userAgent, byPasskey: true };
    return tokens.parse(await startSession(forum, config.tokens, reply, proved));
  },
});

import { z } from 'zod';
import { secretsOf } from '../../../config.ts';
import { lockPeopleSql } from '../../../domain/acting/lock-people.sql.ts';
import { refusal } from '../../../domain/outcome.ts';
import { nothing } from '../../../domain/values.ts';
import { versionAfter } from '../../../domain/version.ts';
import { operation } from '../../../http/operation.ts';
import { unsubscriber } from './unsubscribe-token.ts';

const unsubscribeRequest = z.strictObject({ token: z.string().max(200) }).meta({ id: 'UnsubscribeRequest' });

/** Who holds a mail need not log in to be mailed no more (RFC 8058). Done twice it is done once. */
export const unsubscribe = operation({
  id: 'unsubscribe',
  method: 'POST',
  path: '/auth/unsubscribe',
  tag: 'notifications',
  summary: 'End the mails about notifications, or about one thread, with the token of one of them',
  login: 'none',
  body: unsubscribeRequest,
  answers: { 204: nothing },
  async handle({ forum, community, body, request }, { config, limits }) {
    const communityId = community.id;
    const ended = unsubscriber(secretsOf(config.tokens), communityId, body.token);
    if (ended === undefined) {
      // Only a wrong one is a guess: mail programs send many from one network.
      limits.guesses.takeFrom(request.ip);
      throw refusal('auth.invalid_mail_token');
    }
    const { userId, postId } = ended;
    if (postId !== undefined) {
      await forum.prisma.postFollow.deleteMany({ where: { communityId, userId, postId } });
      return;
    }
    await forum.prismaTransaction(async (transaction, run) => {
      await run(lockPeopleSql({ communityId, userIds: [userId] }));
      const where = { communityId_userId: { communityId, userId } };
      const user = await transaction.user.findUnique({
        where: { communityId_id: { communityId, id: userId } },
        select: { status: true, preference: { select: { updatedAt: true } } },
      });
      if (user === null || user.status === 'DEACTIVATED') throw refusal('auth.invalid_mail_token');
      const edited = user.preference?.updatedAt;
      const updatedAt = edited === undefined ? new Date() : versionAfter(edited);
      await transaction.userPreference.upsert({
        where,
        create: { communityId, userId, emailNotifications: false, updatedAt },
        update: { emailNotifications: false, updatedAt },
        select: { userId: true },
      });
    });
  },
});

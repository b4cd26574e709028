import { makeOpaqueToken } from '../../auth/opaque-token.ts';
import { call } from '../../database/statement.ts';
import { uuid7 } from '../../database/uuid7.ts';
import type { App, Dependencies } from '../../dependencies.ts';
import { requireViewer } from '../../http/viewer.ts';
import { problems } from '../../http/problem.ts';
import { communityParams as params } from '../../domain/values.ts';
import { addressTakenMail, emailChangeHours, emailChangeMail, emailChangeNotice } from './mails.ts';
import { provePassword } from '../../domain/accounts/prove-password.ts';
import { lockUser } from '../oauth/queries.ts';
import { createEmailChange } from './email-queries.ts';
import { emailChange, emailChangeAsked } from './schema.ts';

/** Another address for one's account. */
export function emailRoutes(app: App, dependencies: Dependencies): void {
  const { config, database, limits, mailer } = dependencies;
  app.post(
    '/me/email',
    {
      schema: {
        tags: ['accounts'],
        summary: 'Ask for another e-mail address',
        description:
          'A token is mailed to the new address; it is yours once that is sent to POST .../auth/verify-email, and the old ' +
          'address is told of both. Answers the same whether or not the address has an account, whose owner is told ' +
          'instead. Asking again, or a new password, ends what was asked before.',
        security: [{ accessToken: [] }],
        params,
        body: emailChange,
        response: { 202: emailChangeAsked, ...problems(401, 403, 404, 429) },
      },
    },
    async (request, reply) => {
      const viewer = requireViewer(request);
      const { communityId, userId } = viewer;
      const { community, ip } = request;
      const { email, currentPassword } = request.body;
      limits.takeMail(community, ip, email);
      const proved = await provePassword({ forum: database.for(viewer), viewer }, limits, currentPassword);
      // All the rest behind the answer, whose time would tell who has an account.
      mailer.send(async () => {
        const { token, hash } = makeOpaqueToken();
        const [, [change]] = await database.run(
          communityId,
          call(lockUser, communityId, userId),
          call(createEmailChange, communityId, userId, uuid7(), email, hash, proved, emailChangeHours),
        );
        if (change === undefined) return undefined;
        const address = `${config.publicUrl}/c/${community.slug}`;
        mailer.send(emailChangeNotice(community, address, change.currentEmail, email));
        return change.taken
          ? addressTakenMail(community, address, email)
          : emailChangeMail(community, address, email, token);
      });
      return reply.code(202).send({ status: 'mail_sent_to_new_address' } as const);
    },
  );
}

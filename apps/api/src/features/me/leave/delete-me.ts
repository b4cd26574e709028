import { z } from 'zod';
import { currentPassword } from '../../../domain/accounts/fields.ts';
import { provePassword } from '../../../domain/accounts/prove-password.ts';
import { closeAccount } from '../../../domain/leaving/close-account.ts';
import { forget } from '../../../domain/leaving/forget.ts';
import { nothing } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';
import { revokeTokens } from '../../../oauth/revoke-tokens.ts';
import { accountClosedMail } from '../mails.ts';

const leaveRequest = z.strictObject({ currentPassword }).meta({ id: 'LeaveRequest' });

export const deleteMe = operation({
  id: 'deleteMe',
  method: 'DELETE',
  path: '/me',
  tag: 'accounts',
  summary: 'Leave: close your account for good',
  description:
    'All sessions end at once. Name, address, password, profile, preferences, inbox, drafts and linked providers are ' +
    'taken away; what you published stays, by "Deleted user". The last administrator cannot leave. ' +
    'Who has no password yet sets one first, by POST .../auth/password/forgot.',
  login: 'required',
  body: leaveRequest,
  answers: { 204: nothing },
  refusals: [409],
  async handle(asked, { config, limits, mailer, providers }) {
    const { forum, viewer, community, body, request } = asked;
    const provedHash = await provePassword(asked, limits, body.currentPassword);
    const { email, linked } = await forum.prismaTransaction(async (transaction, run) => {
      const closed = await closeAccount(transaction, run, { ...viewer, provedHash });
      return { ...closed, linked: await forget(transaction, viewer) };
    });
    for (const tokens of linked) revokeTokens({ config, providers, log: request.log }, tokens);
    mailer.send(accountClosedMail(community, email));
  },
});

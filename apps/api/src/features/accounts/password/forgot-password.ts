import { operation } from '../../../http/operation.ts';
import { emailRequest, mailSent, sent } from '../mail-tokens/mail-sent.ts';
import { sendMailToken } from '../mail-tokens/send-mail-token.ts';

export const forgotPassword = operation({
  id: 'forgotPassword',
  method: 'POST',
  path: '/auth/password/forgot',
  tag: 'accounts',
  summary: 'Mail a token for a new password',
  login: 'none',
  body: emailRequest,
  answers: { 202: mailSent },
  async handle(asked, dependencies) {
    const { community, body, request } = asked;
    dependencies.limits.takeMail(community, request.ip, body.email);
    await sendMailToken(asked, dependencies, { email: body.email, purpose: 'RESET_PASSWORD' });
    return sent;
  },
});

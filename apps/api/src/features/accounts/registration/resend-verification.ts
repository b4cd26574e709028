import { operation } from '../../../http/operation.ts';
import { emailRequest, mailSent, sent } from '../mail-tokens/mail-sent.ts';
import { sendMailToken } from '../mail-tokens/send-mail-token.ts';

export const resendVerification = operation({
  id: 'resendVerification',
  method: 'POST',
  path: '/auth/verify-email/resend',
  tag: 'accounts',
  summary: 'Mail the token for an address again',
  login: 'none',
  body: emailRequest,
  answers: { 202: mailSent },
  async handle(asked, dependencies) {
    const { community, body, request } = asked;
    dependencies.limits.takeMail(community, request.ip, body.email);
    await sendMailToken(asked, dependencies, { email: body.email, purpose: 'VERIFY_EMAIL' });
    return sent;
  },
});

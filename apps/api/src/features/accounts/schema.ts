import { z } from 'zod';
import { email, newPassword, currentPassword } from '../../domain/accounts/fields.ts';
import { displayName, keptNames, username } from '../../domain/people.ts';

export const registerRequest = z
  .strictObject({
    email,
    username: username.refine(
      (name) => !keptNames.test(name),
      'must not begin like the names that are given to accounts that were left or never proved',
    ),
    displayName,
    password: newPassword,
  })
  .meta({ id: 'RegisterRequest' });

export const mailTokenRequest = z
  .strictObject({ token: z.string().min(20).max(200) })
  .meta({ id: 'MailTokenRequest' });
export const emailRequest = z.strictObject({ email }).meta({ id: 'EmailRequest' });
export const passwordChange = z.strictObject({ currentPassword, newPassword }).meta({ id: 'PasswordChange' });
export const passwordReset = mailTokenRequest.extend({ password: newPassword }).meta({ id: 'PasswordReset' });

/** The same whether or not there is such an account. */
export const mailSent = z
  .object({ status: z.literal('mail_sent_if_there_is_an_account') })
  .meta({ id: 'MailSent' });

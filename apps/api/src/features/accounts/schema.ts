import { z } from 'zod';
import { displayName, keptNames, username } from '../../domain/people.ts';

/** Stored in lower case: addresses are told apart without regard to case. */
export const email = z.string().trim().toLowerCase().max(254).pipe(z.email());

/** Long rather than complicated (NIST SP 800-63B); a bound, because hashing costs by length. */
export const newPassword = z.string().min(8).max(200);

export const currentPassword = z.string().min(1).max(200);

export const loginRequest = z
  .strictObject({ email, password: currentPassword })
  .meta({ id: 'LoginRequest', examples: [{ email: 'bob@example.com', password: 'User123!' }] });

export const refreshToken = z.string().min(20).max(200);
export const refreshRequest = z.strictObject({ refreshToken }).meta({ id: 'RefreshRequest' });

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

export const tokens = z
  .object({
    tokenType: z.literal('Bearer'),
    accessToken: z.string().describe('Send as `Authorization: Bearer ...`'),
    expiresIn: z.int().describe('Seconds for which the access token is good'),
    refreshToken: z
      .string()
      .describe('Good once, at /auth/refresh, for new tokens; using it twice ends the session'),
    refreshExpiresIn: z.int().describe('Seconds for which the refresh token is good'),
  })
  .meta({ id: 'Tokens' });

export type Tokens = z.output<typeof tokens>;

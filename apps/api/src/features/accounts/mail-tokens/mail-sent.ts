import { z } from 'zod';
import { email } from '../../../auth/email.ts';

export const emailRequest = z.strictObject({ email }).meta({ id: 'EmailRequest' });

/** The same whether or not there is such an account. */
export const mailSent = z
  .object({ status: z.literal('mail_sent_if_there_is_an_account') })
  .meta({ id: 'MailSent' });

export const sent: z.output<typeof mailSent> = { status: 'mail_sent_if_there_is_an_account' };

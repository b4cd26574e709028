import { z } from 'zod';
import { currentPassword, email } from '../../domain/accounts/fields.ts';

export const emailChange = z.strictObject({ email, currentPassword }).meta({ id: 'EmailChange' });

/** The same whether or not somebody has the address. */
export const emailChangeAsked = z
  .object({ status: z.literal('mail_sent_to_new_address') })
  .meta({ id: 'EmailChangeAsked' });

export const leaveRequest = z.strictObject({ currentPassword }).meta({ id: 'LeaveRequest' });

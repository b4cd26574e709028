import { z } from 'zod';
import { currentPassword, email } from '../accounts/schema.ts';
import { id, time } from '../../domain/values.ts';

export const emailChange = z.strictObject({ email, currentPassword }).meta({ id: 'EmailChange' });

/** The same whether or not somebody has the address. */
export const emailChangeAsked = z
  .object({ status: z.literal('mail_sent_to_new_address') })
  .meta({ id: 'EmailChangeAsked' });

export const leaveRequest = z.strictObject({ currentPassword }).meta({ id: 'LeaveRequest' });

export const sessionList = z
  .object({
    items: z.array(
      z.object({
        id,
        current: z.boolean().describe('Whether the access token of this request belongs to it'),
        device: z
          .string()
          .nullable()
          .describe('What it was last used on, such as `Firefox on Windows`; null when it did not say'),
        startedAt: time.describe('When you logged in'),
        lastUsedAt: time.describe('When it last got new tokens'),
        expiresAt: time.describe('When it ends unless it gets new tokens before'),
      }),
    ),
  })
  .meta({ id: 'SessionList' });

export type SessionList = z.output<typeof sessionList>;

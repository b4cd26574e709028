import type { DigestFrequency } from '@agora/db';
import { z } from 'zod';
import { currentPassword, displayName, email } from '../accounts/schema.ts';
import { text } from '../../domain/text.ts';
import { id, time } from '../../domain/values.ts';

/** Others' browsers fetch it, on pages that came encrypted: nothing but https, and no name or password in it. */
const avatar = z
  .url({ protocol: /^https$/, hostname: z.regexes.domain })
  .max(500)
  .refine((address) => !/^https:[\\/]*[^\\/?#]*@/i.test(address), 'must hold no name or password');

export const profileEdit = z
  .strictObject({
    displayName: displayName.optional(),
    bio: text(1000).optional(),
    avatar: avatar.nullable().optional().describe('Address of a picture; null: none'),
  })
  .meta({ id: 'ProfileEdit', description: 'What changes of how others see you; your username stays' });

export const emailChange = z.strictObject({ email, currentPassword }).meta({ id: 'EmailChange' });

/** The same whether or not somebody has the address. */
export const emailChangeAsked = z
  .object({ status: z.literal('mail_sent_to_new_address') })
  .meta({ id: 'EmailChangeAsked' });

export const leaveRequest = z.strictObject({ currentPassword }).meta({ id: 'LeaveRequest' });

const locale = z
  .string()
  .max(35)
  .refine((tag) => canonicalLocale(tag) !== undefined, {
    error: 'must be a BCP 47 language tag, such as en or pt-BR',
    abort: true,
  })
  .overwrite((tag) => canonicalLocale(tag) ?? tag);

const timeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, 'must be the name of an IANA time zone, such as UTC or Europe/Berlin');

const theme = z.enum(['system', 'light', 'dark']);
const emailNotifications = z
  .boolean()
  .describe('Whether you want mails about notifications; those about your account come in any case');
const digest = z
  .enum(['NEVER', 'DAILY', 'WEEKLY'] satisfies DigestFrequency[])
  .describe('How often notifications are gathered into one mail');

export const preferences = z
  .object({
    version: z.int().describe('Changes with every edit; what If-Match is compared with'),
    locale: z.string().describe('BCP 47 language tag'),
    timeZone: z.string().describe('IANA time zone'),
    theme,
    emailNotifications,
    digest,
  })
  .meta({ id: 'Preferences', description: 'How you want the forum to look and to write to you' });

export const preferencesEdit = z
  .strictObject({
    locale: locale.optional().describe('BCP 47 language tag'),
    timeZone: timeZone.optional().describe('IANA time zone'),
    theme: theme.optional(),
    emailNotifications: emailNotifications.optional(),
    digest: digest.optional(),
  })
  .meta({ id: 'PreferencesEdit' });

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
export type Preferences = z.output<typeof preferences>;

/** As it is written: `PT-br` is `pt-BR`; undefined for what is no language tag. */
function canonicalLocale(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}

/** Offsets such as `+01:00`, which Intl knows as well, name no zone: they know no summer time. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch {
    return false;
  }
}

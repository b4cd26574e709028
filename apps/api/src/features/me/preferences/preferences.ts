import type { CommunityTransaction, DigestFrequency } from '@agora/db';
import { z } from 'zod';
import type { Viewer } from '../../../auth/access-token.ts';
import { versionOf } from '../../../domain/version.ts';

export const theme = z.enum(['system', 'light', 'dark']);
export const emailNotifications = z
  .boolean()
  .describe('Whether you want mails about notifications; those about your account come in any case');
export const digest = z
  .enum(['NEVER', 'DAILY', 'WEEKLY'] satisfies DigestFrequency[])
  .describe('How often notifications are gathered into one mail');
export const followWritten = z
  .boolean()
  .describe(
    'Whether you follow the threads that you write in: posts of your own, and those that you comment on',
  );

export const preferences = z
  .object({
    version: z.int().describe('Changes with every edit; what If-Match is compared with'),
    locale: z.string().describe('BCP 47 language tag'),
    timeZone: z.string().describe('IANA time zone'),
    theme,
    emailNotifications,
    digest,
    followWritten,
  })
  .meta({ id: 'Preferences', description: 'How you want the forum to look and to write to you' });

export type Preferences = z.output<typeof preferences>;

/** Those of who has none yet; they are the database's defaults. */
const newcomers: Preferences = {
  version: 0,
  locale: 'en',
  timeZone: 'UTC',
  theme: 'system',
  emailNotifications: true,
  digest: 'WEEKLY',
  followWritten: false,
};

/** One's preferences, and when they were edited last; undefined: never. */
export async function readPreferences(
  prisma: Pick<CommunityTransaction, 'userPreference'>,
  { communityId, userId }: Viewer,
): Promise<{ readonly shown: Preferences; readonly editedAt: Date | undefined }> {
  const kept = await prisma.userPreference.findUnique({
    where: { communityId_userId: { communityId, userId } },
    select: {
      locale: true,
      timeZone: true,
      theme: true,
      emailNotifications: true,
      digest: true,
      followWritten: true,
      updatedAt: true,
    },
  });
  if (kept === null) return { shown: newcomers, editedAt: undefined };
  const { updatedAt, ...rest } = kept;
  return { shown: preferences.parse({ version: versionOf(updatedAt), ...rest }), editedAt: updatedAt };
}

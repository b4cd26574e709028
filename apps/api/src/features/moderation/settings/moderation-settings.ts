import { z } from 'zod';

/** What a community has settled about its moderation, in its settings. */
export const moderationSettings = z
  .strictObject({
    holdNewMembers: z
      .enum(['NOTHING', 'LINKS', 'EVERYTHING'])
      .describe(
        'What of new members, posts and comments, waits for a moderator: nothing, what has links, all',
      ),
    newMemberDays: z.int().min(1).max(365).describe('For how long somebody is new'),
    teamNeedsCodes: z
      .boolean()
      .default(false)
      .describe(
        'Whether moderators and administrators act as such only once they are asked for codes at log-in',
      ),
  })
  .meta({ id: 'ModerationSettings' });

export type ModerationSettings = z.output<typeof moderationSettings>;

const defaults: ModerationSettings = { holdNewMembers: 'NOTHING', newMemberDays: 1, teamNeedsCodes: false };

/** Those of a community; what is missing, or was written by hand and cannot be read, is the default. */
export function moderationSettingsOf(settings: unknown): ModerationSettings {
  const given = z.object({ moderation: moderationSettings.partial() }).safeParse(settings);
  // In one order, as they are compared as texts.
  return moderationSettings.parse({ ...defaults, ...(given.success && given.data.moderation) });
}

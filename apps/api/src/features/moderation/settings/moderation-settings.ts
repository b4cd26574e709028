import { z } from 'zod';

/** What a community has settled about its moderation, in its settings. */
export const moderationSettings = z
  .strictObject({
    holdNewMembers: z
      .enum(['NOTHING', 'LINKS', 'EVERYTHING'])
      .describe('Which posts of new members wait for a moderator: none, those with links, all'),
    newMemberDays: z.int().min(1).max(365).describe('For how long somebody is new'),
  })
  .meta({ id: 'ModerationSettings' });

export type ModerationSettings = z.output<typeof moderationSettings>;

const defaults: ModerationSettings = { holdNewMembers: 'NOTHING', newMemberDays: 1 };

/** Those of a community; what is missing, or was written by hand and cannot be read, is the default. */
export function moderationSettingsOf(settings: unknown): ModerationSettings {
  const given = z.object({ moderation: moderationSettings.partial() }).safeParse(settings);
  const { holdNewMembers = defaults.holdNewMembers, newMemberDays = defaults.newMemberDays } = given.success
    ? given.data.moderation
    : {};
  return { holdNewMembers, newMemberDays };
}

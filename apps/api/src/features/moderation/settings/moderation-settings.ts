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
        'Whether moderators and administrators act as such only once they log in with a second factor: codes, or a passkey',
      ),
  })
  .meta({ id: 'ModerationSettings' });

/** Who knows nothing of codes leaves them as they are. */
export const moderationSettingsEdit = moderationSettings
  .extend({ teamNeedsCodes: z.boolean().optional().describe('Left out: as it is') })
  .meta({ id: 'ModerationSettingsEdit' });

export type ModerationSettings = z.output<typeof moderationSettings>;

const { shape } = moderationSettings;
/** What was written by hand and cannot be read is the default, each on its own: a wrong number turns no codes off. */
const stored = z.object({
  holdNewMembers: shape.holdNewMembers.catch('NOTHING'),
  newMemberDays: shape.newMemberDays.catch(1),
  teamNeedsCodes: shape.teamNeedsCodes.catch(false),
});

/** Those of a community; what is missing is the default. In one order, as they are compared as texts. */
export function moderationSettingsOf(settings: unknown): ModerationSettings {
  const given = z.object({ moderation: stored }).safeParse(settings);
  return given.success ? given.data.moderation : stored.parse({});
}

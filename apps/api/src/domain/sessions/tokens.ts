import { z } from 'zod';
import { issueAccessToken, type Viewer } from '../../auth/access-token.ts';
import type { Config } from '../../config.ts';

/** What somebody who has proved who they are is given. */
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

/** A new access token beside a refresh token that the database has by now. */
export async function tokensFor(
  settings: Config['tokens'],
  viewer: Viewer,
  refreshToken: string,
): Promise<Tokens> {
  return {
    tokenType: 'Bearer',
    accessToken: await issueAccessToken(settings, viewer),
    expiresIn: settings.accessSeconds,
    refreshToken,
    refreshExpiresIn: settings.refreshDays * 86_400,
  };
}

import { z } from 'zod';
import { time } from '../../schema/values.ts';
import { userProfile } from '../users/schema.ts';

/** Stored in lower case: addresses are told apart without regard to case. */
export const email = z.string().trim().toLowerCase().max(254).pipe(z.email());

export const loginRequest = z
  .strictObject({ email, password: z.string().min(1).max(200) })
  .meta({ id: 'LoginRequest', examples: [{ email: 'bob@example.com', password: 'User123!' }] });

export const tokens = z
  .object({
    tokenType: z.literal('Bearer'),
    accessToken: z.string().describe('Send as `Authorization: Bearer ...`'),
    expiresIn: z.int().describe('Seconds for which the access token is good'),
  })
  .meta({ id: 'Tokens' });

export const currentUser = userProfile
  .extend({
    email: z.string(),
    emailVerifiedAt: time.nullable(),
    status: z.enum(['ACTIVE', 'SUSPENDED', 'DEACTIVATED']),
  })
  .meta({ id: 'CurrentUser', description: 'You, with what only you may see' });

export type CurrentUser = z.output<typeof currentUser>;

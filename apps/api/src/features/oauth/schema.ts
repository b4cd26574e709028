import { z } from 'zod';
import { communityParams, id, time } from '../../domain/values.ts';

/** Short name of a provider in the settings. */
export const providerId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'must be up to 32 lower-case letters, digits and hyphens');

export const providerParams = communityParams.extend({ provider: providerId });

export const providerList = z
  .object({
    items: z.array(
      z.object({
        id: z.string(),
        name: z.string().describe('What people know it by'),
        startUrl: z.string().describe('Open it in a browser, with the parameters of .../start'),
      }),
    ),
  })
  .meta({ id: 'OAuthProviderList' });

export const startQuery = z.object({
  purpose: z
    .enum(['login', 'link'])
    .default('login')
    .describe(
      'What the one-time code will be good for: a session, or one more way into the account you have',
    ),
  code_challenge: z
    .string()
    .regex(/^[\w-]{43}$/, 'must be the SHA-256 of the verifier in base64url')
    .describe('PKCE of the client (RFC 7636): who fetches the code must know the verifier'),
  code_challenge_method: z.literal('S256').default('S256'),
  return_to: z
    .string()
    .max(2000)
    .optional()
    .describe('Where the browser is sent with `code` (or `error`): an address that OAUTH_RETURN_TO allows'),
});

/** What providers send back; more is theirs. */
export const callbackQuery = z.object({
  state: z.string().max(200).optional(),
  code: z.string().max(4000).optional(),
  error: z.string().max(200).optional(),
});

export const grantCode = z
  .object({
    code: z.string().describe('Good once, for the client that holds the verifier'),
    expiresIn: z.int().describe('Seconds for which it is good'),
  })
  .meta({ id: 'OAuthCode' });

export const codeRequest = z
  .strictObject({
    code: z.string().min(20).max(200),
    codeVerifier: z.string().regex(/^[\w.~-]{43,128}$/, 'must be a PKCE verifier (RFC 7636)'),
  })
  .meta({ id: 'OAuthCodeRequest' });

export const linkedAccount = z
  .object({
    id,
    provider: z.string(),
    name: z.string().describe('What people know the provider by'),
    available: z.boolean().describe('Whether the provider can be signed in with at present'),
    linkedAt: time,
  })
  .meta({ id: 'LinkedAccount' });

export const linkedAccounts = z
  .object({
    items: z.array(linkedAccount),
    hasPassword: z.boolean().describe('Without one, the last linked account cannot be unlinked'),
  })
  .meta({ id: 'LinkedAccounts' });

/** As the database has it: names of providers are the settings'. */
export interface LinkedAccountRow {
  readonly id: string;
  readonly provider: string;
  readonly linkedAt: string;
}

export type LinkedAccount = z.output<typeof linkedAccount>;

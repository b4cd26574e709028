import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { TokenKeys } from '../auth/token-box.ts';

/** Whether an address stays on this machine, where nobody listens on the way. */
const isLoopback = (url: URL): boolean => ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);

const issuer = z
  .url({ protocol: /^https?$/, error: 'must be an http(s) address' })
  .refine((text) => !URL.canParse(text) || text.startsWith('https:') || isLoopback(new URL(text)), {
    error: 'must be an https address: tokens travel to it',
  });

const provider = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'must be up to 32 lower-case letters, digits and hyphens'),
  name: z.string().trim().min(1).max(40),
  issuer,
  clientId: z.string().min(1),
  clientSecret: z.string().min(1).optional(),
  scopes: z
    .string()
    .default('openid email profile')
    .refine((text) => text.split(' ').includes('openid'), 'must contain openid'),
});

/** An OpenID provider that people may sign in with. */
export type ProviderSettings = Readonly<z.output<typeof provider>>;

/** `OAUTH_PROVIDERS`: a JSON array. */
export const oauthProviders = z
  .string()
  .default('[]')
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      // What was given may hold a secret, and the parser's message would repeat it.
      context.addIssue({ code: 'custom', message: 'must be a JSON array' });
      return z.NEVER;
    }
  })
  .pipe(
    z
      .array(provider)
      .max(50)
      .refine(
        (all) => new Set(all.map(({ id }) => id)).size === all.length,
        'must have an id of its own each',
      ),
  );

/** Schemes that run what they are given, or read what lies on the device. */
const dangerous = new Set(['javascript:', 'data:', 'vbscript:', 'file:', 'blob:', 'about:']);

/** `OAUTH_RETURN_TO`: addresses of clients, separated by commas. */
export const oauthReturnTo = z
  .string()
  .default('')
  .transform((text) => text.split(',').flatMap((address) => address.trim() || []))
  .pipe(
    z.array(
      z
        .string()
        .refine((text) => URL.canParse(text), 'must be addresses, separated by commas')
        .refine((text) => {
          if (!URL.canParse(text)) return true;
          const { protocol, username, password, search, hash } = new URL(text);
          return !dangerous.has(protocol) && username + password + search + hash === '';
        }, 'must have neither credentials, query nor fragment, and a scheme that leads to a client'),
    ),
  );

/** `OAUTH_TOKEN_KEYS`: `version:key` pairs, separated by commas; a key is 32 bytes in base64 or base64url. */
export const oauthTokenKeys = z
  .string()
  .transform((text, context): TokenKeys => {
    const keys = new Map<number, Uint8Array>();
    for (const pair of text.split(',')) {
      const [, version, key] = /^\s*([1-9]\d{0,4}):([\w+/-]{43}=?)\s*$/.exec(pair) ?? [];
      if (
        version === undefined ||
        key === undefined ||
        Number(version) > 32_767 ||
        keys.has(Number(version))
      ) {
        context.addIssue({
          code: 'custom',
          message: 'must be pairs of a version and 32 bytes in base64, as 1:...,2:...',
        });
        return z.NEVER;
      }
      keys.set(
        Number(version),
        Buffer.from(key, key.includes('-') || key.includes('_') ? 'base64url' : 'base64'),
      );
    }
    return keys;
  })
  .optional();

/** A key that ends with the process: what it sealed nobody opens afterwards. */
export const passingTokenKeys = (): TokenKeys => new Map([[1, randomBytes(32)]]);

import { z } from 'zod';
import type { Config } from '../../../config.ts';
import type { Community } from '../../../domain/communities/schema.ts';

/** Short name of a provider in the settings. */
export const providerId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'must be up to 32 lower-case letters, digits and hyphens');

/** Where a browser begins to sign in with a provider, and where it comes back to. */
export function addressOf(
  { publicUrl }: Config,
  { slug }: Community,
  provider: string,
  step: 'start' | 'callback',
): string {
  return `${publicUrl}/c/${slug}/auth/oauth/${provider}/${step}`;
}

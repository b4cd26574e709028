import { z } from 'zod';

/** A uuid of any version: fixed ids need not be v7. */
export const id = z.guid().describe('uuid');

/** As PostgreSQL writes it: `2026-11-21T09:30:00.123+00:00`. */
export const time = z.iso.datetime({ offset: true });

/** Lower-case letters, digits and hyphens. */
export const slug = z
  .string()
  .max(63)
  .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, 'must be lower-case letters, digits and hyphens')
  .meta({ examples: ['general'] });

/** How a community is named in an address. */
const communityKey = z.string().max(63).describe("The community's slug or id");

/** Parameters of every address below a community. */
export const communityParams = z.object({ community: communityKey });

/** Answered with 204. */
export const nothing = z.undefined().describe('Done');

import { validateSeeds } from '@agora/db/seed';
import { expect } from 'vitest';
import type { Forum } from './forum.fixture.ts';

/** The invariants of the forum that the database violates as it is now. */
export async function violations(forum: Forum): Promise<unknown[]> {
  const result = await validateSeeds({ url: forum.config.database.directUrl });
  return result.invariants.filter((invariant) => invariant.offending > 0);
}

/** Fails when one of the forum's invariants is violated. */
export async function expectInvariants(forum: Forum): Promise<void> {
  expect(await violations(forum)).toEqual([]);
}

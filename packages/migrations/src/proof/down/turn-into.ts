import type { Scope } from '@agora/catalog';
import type { Client } from '@agora/postgres';

import { attempt } from './attempt.ts';
import type { Both } from './facts.ts';
import type { DownCandidate } from './types.ts';
import type { Recipe } from './work.ts';

/** Two databases have no numbers in common, so that only names tell what is what. */
const COPYING: readonly Recipe[] = [
  { strategy: 'names left to the planner', clearing: 'nothing', enums: false, renames: 'planner' },
  { strategy: 'enums rebuilt', clearing: 'readers', enums: true, renames: 'planner' },
  {
    strategy: 'everything derived made again',
    clearing: 'everything derived',
    enums: true,
    renames: 'planner',
  },
  { strategy: 'everything derived made again', clearing: 'everything derived', enums: true, renames: 'none' },
];

/**
 * Makes one scratch database what another database is: the statements have run, and gave its catalog.
 * @param client to the scratch database, whose state is `from`
 * @returns the statements, or why none were found; then nothing was changed
 */
export async function turnInto(
  client: Client,
  from: Both,
  to: Both,
  common: { readonly scope: Scope; readonly user: string },
): Promise<DownCandidate | { readonly reason: string }> {
  let first: string | undefined;
  for (const recipe of COPYING) {
    const states = {
      ...common,
      before: to.catalog,
      beforeFacts: to.facts,
      after: from.catalog,
      afterFacts: from.facts,
      up: '',
    };
    const result = await attempt(client, states, recipe, 'keep');
    if (!('reason' in result)) return result;
    first ??= result.reason;
  }
  return { reason: first ?? 'no plan was found' };
}

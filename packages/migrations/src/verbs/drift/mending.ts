import type { Catalog, Scope } from '@agora/catalog';
import type { Client } from '@agora/postgres';
import type { FactBase } from '@supabase/pg-delta';

import { attempt } from '../../proof/down/attempt.ts';
import { readWithin } from '../../proof/down/facts.ts';
import { downCandidates } from '../../proof/down/generate-down.ts';
import type { DownCandidate, DownStatement } from '../../proof/down/types.ts';
import type { Recipe } from '../../proof/down/work.ts';

/** A statement that would bring the live database back to its history. */
export interface MendingStatement {
  readonly sql: string;
  readonly destroysData: boolean;
}

/** A database, read twice. */
export interface Both {
  readonly catalog: Catalog;
  readonly facts: FactBase;
}

/** The statements that mend it, or why there are none. */
export type Mending =
  | { readonly statements: readonly MendingStatement[] }
  | { readonly statements: readonly []; readonly reason: string };

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
 * Makes the scratch database, which stands at the end of the history, what the live one is, and looks for the way back
 * from there: what it proposes has run, and gave the catalog of the history.
 *
 * @param client to the scratch database
 */
export async function findMending(
  client: Client,
  expected: Both,
  live: Both,
  { scope, user }: { readonly scope: Scope; readonly user: string },
): Promise<Mending> {
  const common = { scope, user };
  // Those of the live database (PostgreSQL 17 can silence them) have no say in a copy.
  await client.query('SET event_triggers TO off').catch(() => undefined);
  const reasons: string[] = [];
  let copy: DownCandidate | undefined;
  for (const recipe of COPYING) {
    const states = {
      ...common,
      before: live.catalog,
      beforeFacts: live.facts,
      after: expected.catalog,
      afterFacts: expected.facts,
      up: '',
    };
    const result = await attempt(client, states, recipe, 'keep');
    if ('reason' in result) reasons.push(result.reason);
    else {
      copy = result;
      break;
    }
  }
  if (copy === undefined) return none(`a copy of the live schema could not be made: ${reasons[0] ?? ''}`);
  const after = await readWithin(client, scope);
  const states = {
    ...common,
    before: expected.catalog,
    beforeFacts: expected.facts,
    after: after.catalog,
    afterFacts: after.facts,
    up: copy.statements.map(({ sql }) => `${sql};`).join('\n'),
  };
  const failures: string[] = [];
  let best: DownCandidate | undefined;
  for await (const candidate of downCandidates(client, states, ({ reason }) => failures.push(reason))) {
    if (best === undefined || candidate.needless.length < best.needless.length) best = candidate;
    if (best.needless.length === 0) break;
  }
  if (best === undefined) return none(failures[0] ?? 'no plan was found');
  return { statements: [...bodies(best.statements), ...best.statements.flatMap(plain)] };
}

const none = (reason: string): Mending => ({ statements: [], reason });

/** A function's body may name what a later statement makes. */
const bodies = (statements: readonly DownStatement[]): readonly MendingStatement[] =>
  statements.some(({ sql }) => /^CREATE (?:OR REPLACE )?(?:FUNCTION|PROCEDURE)/i.test(sql))
    ? [{ sql: 'SET check_function_bodies = off', destroysData: false }]
    : [];

/** Whoever runs it owns what it makes. */
const plain = ({ sql, destroys }: DownStatement): readonly MendingStatement[] =>
  sql.endsWith(' OWNER TO CURRENT_USER') ? [] : [{ sql, destroysData: destroys === true }];

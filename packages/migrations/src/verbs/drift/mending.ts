import type { Scope } from '@agora/catalog';
import type { Client } from '@agora/postgres';

import { turnInto } from '../../proof/down/turn-into.ts';
import { type Both, readWithin } from '../../proof/down/facts.ts';
import { downCandidates } from '../../proof/down/generate-down.ts';
import type { DownCandidate, DownStatement } from '../../proof/down/types.ts';

/** A statement that would bring the live database back to its history, or the history to the live database. */
export interface MendingStatement {
  readonly sql: string;
  readonly destroysData: boolean;
}

/** The statements that mend it or keep it, or why there are none. */
export interface Mending {
  readonly statements: readonly MendingStatement[];
  /** The other way: what a migration would hold to make the drift part of the history. */
  readonly keep: readonly MendingStatement[];
  readonly reason?: string;
}

/**
 * Makes the scratch database, which stands at the end of the history, what the live one is, and looks for the way back
 * from there: what it proposes has run, and gave the catalog of the history. What made the copy would keep the drift.
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
  const copy = await turnInto(client, expected, live, common);
  if ('reason' in copy)
    return {
      statements: [],
      keep: [],
      reason: `a copy of the live schema could not be made: ${copy.reason}`,
    };
  const keep = [...bodies(copy.statements), ...copy.statements.flatMap(plain)];
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
  if (best === undefined) return { statements: [], keep, reason: failures[0] ?? 'no plan was found' };
  return { keep, statements: [...bodies(best.statements), ...best.statements.flatMap(plain)] };
}

/** A function's body may name what a later statement makes. */
const bodies = (statements: readonly DownStatement[]): readonly MendingStatement[] =>
  statements.some(({ sql }) => /^CREATE (?:OR REPLACE )?(?:FUNCTION|PROCEDURE)/i.test(sql))
    ? [{ sql: 'SET check_function_bodies = off', destroysData: false }]
    : [];

/** Whoever runs it owns what it makes. */
const plain = ({ sql, destroys }: DownStatement): readonly MendingStatement[] =>
  sql.endsWith(' OWNER TO CURRENT_USER') ? [] : [{ sql, destroysData: destroys === true }];

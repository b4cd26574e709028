import type { Scope } from '@agora/catalog';
import type { Client } from '@agora/postgres';

import { turnInto } from '../../proof/down/turn-into.ts';
import { type Both, readWithin } from '../../proof/down/facts.ts';
import { downCandidates } from '../../proof/down/generate-down.ts';
import type { DownCandidate, DownStatement } from '../../proof/down/types.ts';

/** A statement that would bring the live database back to its history. */
export interface MendingStatement {
  readonly sql: string;
  readonly destroysData: boolean;
}

/** The statements that mend it, or why there are none. */
export type Mending =
  | { readonly statements: readonly MendingStatement[] }
  | { readonly statements: readonly []; readonly reason: string };

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
  const copy = await turnInto(client, expected, live, common);
  if ('reason' in copy) return none(`a copy of the live schema could not be made: ${copy.reason}`);
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

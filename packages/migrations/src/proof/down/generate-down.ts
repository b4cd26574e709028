import type { Client } from '@agora/postgres';
import { loadParser } from '@agora/postgres/parser';

import { attempt } from './attempt.ts';
import { renamesBack } from './objects/renames.ts';
import type { States } from './states.ts';
import type { DownCandidate, FailedAttempt } from './types.ts';
import { LADDER } from './work.ts';

/**
 * Ways back from the state a database is in to the one it was in before, from the plainest to the most
 * thorough, each already tried in a transaction on the database itself: its catalog came out equal.
 * Nothing is changed. The caller proves them on rows and keeps the first that passes.
 *
 * @param client a connection to the very database that `states` was read from, after the migration
 * @param onFailure told of each recipe that gave nothing
 */
export async function* downCandidates(
  client: Client,
  states: States,
  onFailure: (failure: FailedAttempt) => void,
): AsyncGenerator<DownCandidate> {
  await loadParser();
  const seen = new Set<string>();
  // By names alone a table or column would be taken for the one whose name it has now, and give it values of its own.
  const isRenamed =
    states.scope === undefined &&
    renamesBack(states.before, states.after).some((sql) => /^ALTER (?:FOREIGN )?TABLE /.test(sql));
  for (const recipe of LADDER) {
    if (recipe.renames === 'planner' && isRenamed) continue;
    const result = await attempt(client, states, recipe);
    if ('reason' in result) {
      onFailure(result);
      continue;
    }
    const text = result.statements.map((statement) => statement.sql).join(';\n');
    if (seen.has(text)) continue;
    seen.add(text);
    yield result;
  }
}

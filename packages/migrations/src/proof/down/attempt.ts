import { columnOrderDifferences, compareCatalogs } from '@agora/catalog';
import { type Client, describeSqlError, quoteIdentifier, sqlState } from '@agora/postgres';

import { lossesBetween, lossName } from './losses.ts';
import type { DownCandidate, FailedAttempt } from './types.ts';
import { type RolesBack, rolesBack } from './roles/roles-back.ts';
import type { States } from './states.ts';
import { type Recipe, work, type Workings } from './work.ts';

/**
 * Tries one recipe in a transaction on the database that stands after the migration, and rolls it back unless it is to
 * be kept. A candidate comes out only if the catalog then equals the one from before.
 */
export async function attempt(
  client: Client,
  states: States,
  recipe: Recipe,
  keep: 'keep' | 'roll back' = 'roll back',
): Promise<DownCandidate | FailedAttempt> {
  let end: 'COMMIT' | 'ROLLBACK' = 'ROLLBACK';
  const workings: Workings = { run: [], restored: new Set(), givenUp: [] };
  await client.query('BEGIN');
  try {
    await client.query('SET LOCAL check_function_bodies TO off');
    const roles = rolesOf(states);
    const final = await work(client, states, { ...recipe, roles }, workings);
    const left = compareCatalogs(states.before, final, { owners: states.scope === undefined });
    if (left.length > 0) {
      return {
        strategy: recipe.strategy,
        reason: `the catalog differs: ${left
          .slice(0, 5)
          .map((one) => one.line)
          .join('; ')}`,
      };
    }
    if (keep === 'keep') end = 'COMMIT';
    const notRestored = lossesBetween(states.before, final).filter(
      (loss) => !workings.restored.has(lossName(loss)),
    );
    const alreadyGone = new Set(lossesBetween(states.before, states.after).map(lossName));
    return {
      strategy: recipe.strategy,
      rolesRead: states.roles !== undefined,
      statements: workings.run.map((statement) => ({
        ...statement,
        sql: forEveryServer(forWhoeverRuns(statement.sql, states.user)),
      })),
      losses: [...lossesBetween(states.after, final), ...workings.givenUp],
      notRestored,
      needless: notRestored.filter((loss) => !alreadyGone.has(lossName(loss))),
      notes: [
        ...columnOrderDifferences(states.before, final).map(
          (line) => `${line} (only rewriting the table would mend that)`,
        ),
        ...roles.notes,
      ],
    };
  } catch (error) {
    return { strategy: recipe.strategy, reason: describe(error) };
  } finally {
    await client.query(end);
  }
}

function rolesOf({ roles, up }: States): RolesBack {
  return roles === undefined ? { first: [], last: [], notes: [] } : rolesBack(roles.before, roles.after, up);
}

/** The scratch database's own role is nobody elsewhere: there it is whoever goes back. */
function forWhoeverRuns(sql: string, user: string): string {
  const role = quoteIdentifier(user);
  return sql
    .replaceAll(` OWNER TO ${role}`, ' OWNER TO CURRENT_USER')
    .replaceAll(` FOR ROLE ${role}`, ' FOR ROLE CURRENT_USER')
    .replace(
      new RegExp(
        `^((?:GRANT|REVOKE) .*? (?:TO|FROM)) "?${user.replaceAll(/\W/g, String.raw`\$&`)}"?(?= WITH|$)`,
        's',
      ),
      '$1 CURRENT_USER',
    );
}

/** All privileges on a table by the word ALL: servers before 17 do not know MAINTAIN, which completes the list there. */
function forEveryServer(sql: string): string {
  return sql.replace(
    /^(GRANT|REVOKE) DELETE, INSERT, MAINTAIN, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON /,
    '$1 ALL ON ',
  );
}

function describe(error: unknown): string {
  if (sqlState(error) === undefined) return error instanceof Error ? error.message : String(error);
  const known = describeSqlError(error);
  return [known.message, known.why]
    .filter((part) => part !== undefined)
    .join(' ')
    .replaceAll(/\s+/g, ' ');
}

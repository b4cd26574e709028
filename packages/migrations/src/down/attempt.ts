import { type Client, describeSqlError, sqlState } from '@agora/postgres';
import type { FactBase, Plan } from '@supabase/pg-delta';

import {
  type Catalog,
  type CatalogObject,
  columnOrderDifferences,
  compareCatalogs,
  objectKey,
  readCatalog,
} from '../catalog/index.ts';
import { type Clearing, clearDependents } from './dependents.ts';
import { planFacts, readFacts } from './facts.ts';
import { fillerFor } from './filler.ts';
import { lossesBetween } from './losses.ts';
import { rebuildEnums } from './rebuild-enums.ts';
import { mendResidue } from './residue.ts';
import { renamesBack } from './renames.ts';
import { conversions } from './type-conversions.ts';
import type { DownCandidate, DownStatement, FailedAttempt, Strategy } from './types.ts';
import { unmodelledChanges } from './unmodelled.ts';

type Action = Plan['actions'][number];

/** The two states that a way back leads between, read from one database before and after the migration. */
export interface States {
  readonly before: Catalog;
  readonly beforeFacts: FactBase;
  readonly after: Catalog;
}

interface Recipe {
  readonly strategy: Strategy;
  readonly clearing: Clearing;
  readonly enums: boolean;
  readonly renames: 'ours' | 'planner';
}

/** From the plainest to the most thorough. */
export const LADDER: readonly Recipe[] = [
  { strategy: 'planned', clearing: 'nothing', enums: false, renames: 'ours' },
  { strategy: 'enums rebuilt', clearing: 'readers', enums: true, renames: 'ours' },
  { strategy: 'readers made again', clearing: 'readers', enums: false, renames: 'ours' },
  { strategy: 'everything derived made again', clearing: 'everything derived', enums: true, renames: 'ours' },
  { strategy: 'names left to the planner', clearing: 'nothing', enums: false, renames: 'planner' },
];

const LOCKS: Readonly<Record<string, string>> = {
  share: 'SHARE',
  shareRowExclusive: 'SHARE ROW EXCLUSIVE',
  shareUpdateExclusive: 'SHARE UPDATE EXCLUSIVE',
  accessExclusive: 'ACCESS EXCLUSIVE',
};

/**
 * Tries one recipe in a transaction on the database that stands after the migration, and rolls it back.
 * A candidate comes out only if the catalog then equals the one from before.
 */
export async function attempt(
  client: Client,
  states: States,
  recipe: Recipe,
): Promise<DownCandidate | FailedAttempt> {
  const run: DownStatement[] = [];
  await client.query('BEGIN');
  try {
    await client.query('SET LOCAL check_function_bodies TO off');
    await work(client, states, recipe, run);
    const final = await readCatalog(client);
    const left = compareCatalogs(states.before, final);
    if (left.length > 0) {
      return {
        strategy: recipe.strategy,
        reason: `the catalog differs: ${left
          .slice(0, 5)
          .map((one) => one.line)
          .join('; ')}`,
      };
    }
    return {
      strategy: recipe.strategy,
      statements: run,
      losses: lossesBetween(states.after, final),
      notRestored: lossesBetween(states.before, final),
      notes: columnOrderDifferences(states.before, final).map(
        (line) => `${line} (only rewriting the table would mend that)`,
      ),
    };
  } catch (error) {
    return { strategy: recipe.strategy, reason: describe(error) };
  } finally {
    await client.query('ROLLBACK');
  }
}

function describe(error: unknown): string {
  if (sqlState(error) === undefined) return error instanceof Error ? error.message : String(error);
  const known = describeSqlError(error);
  return [known.message, known.why]
    .filter((part) => part !== undefined)
    .join(' ')
    .replaceAll(/\s+/g, ' ');
}

async function work(client: Client, states: States, recipe: Recipe, run: DownStatement[]): Promise<void> {
  const exec = async (statement: DownStatement): Promise<void> => {
    await client.query(statement.sql);
    run.push(statement);
  };
  const plain = async (statements: readonly string[], lock?: string): Promise<void> => {
    for (const sql of statements) await exec({ sql, ...(lock === undefined ? {} : { lock }) });
  };

  if (recipe.renames === 'ours') await plain(renamesBack(states.before, states.after), 'ACCESS EXCLUSIVE');
  let current = await readCatalog(client);
  const cleared = await clearDependents(
    client,
    current,
    compareCatalogs(states.before, current),
    recipe.clearing,
  );
  await plain(cleared, 'ACCESS EXCLUSIVE');
  if (recipe.enums) await plain(rebuildEnums(current, states.before), 'ACCESS EXCLUSIVE');
  current = await readCatalog(client);
  const unmodelled = unmodelledChanges(current, states.before);
  await plain(unmodelled.drops);

  const facts = await readFacts(client);
  const plan = planFacts(facts.base, states.beforeFacts, recipe.renames === 'ours' ? 'off' : 'auto');
  for (const action of plan.actions) {
    if (action.transactionality === 'nonTransactional')
      throw new Error(`cannot run in a transaction: ${action.sql}`);
    const column = addedColumn(action, states.before);
    if (column === undefined) await runAction(client, action, exec);
    else await addColumn(action, column, states.before, exec);
  }
  await plain(unmodelled.creates);
  const residue = compareCatalogs(states.before, await readCatalog(client));
  await plain(mendResidue(residue));
}

const asStatement = (action: Action, sql = action.sql, hazard?: string): DownStatement => {
  const lock = LOCKS[action.lockClass];
  const words = hazard ?? (action.dataLoss === 'destructive' ? 'destroys data' : undefined);
  return {
    sql: sql.trim().replace(/;$/, ''),
    ...(lock === undefined ? {} : { lock }),
    ...(action.rewriteRisk ? { rewrite: true } : {}),
    ...(words === undefined ? {} : { hazard: words }),
  };
};

/** Runs a planned statement; a change of type that has no cast is tried again with other conversions. */
async function runAction(
  client: Client,
  action: Action,
  exec: (statement: DownStatement) => Promise<void>,
): Promise<void> {
  const choices = conversions(action.sql);
  if (choices.length === 0) {
    await exec(asStatement(action));
    return;
  }
  let first: unknown;
  for (const choice of [{ sql: action.sql, hazard: undefined }, ...choices]) {
    await client.query('SAVEPOINT agora_conversion');
    try {
      await exec(asStatement(action, choice.sql, choice.hazard));
      await client.query('RELEASE SAVEPOINT agora_conversion');
      return;
    } catch (error) {
      first ??= error;
      await client.query('ROLLBACK TO SAVEPOINT agora_conversion');
      // 42846 cannot_coerce, 42804 datatype_mismatch, 42883 undefined_function: another conversion may do.
      if (!['42846', '42804', '42883', '22P02'].includes(sqlState(error) ?? '')) break;
    }
  }
  throw first;
}

/** The column that an action adds to a table which has rows, if it needs a value and has none. */
function addedColumn(action: Action, before: Catalog): CatalogObject | undefined {
  if (action.verb !== 'create' || !/^ALTER TABLE .* ADD COLUMN /s.test(action.sql)) return undefined;
  for (const id of action.produces) {
    if (id.kind !== 'column') continue;
    const column = before.objects.get(
      objectKey({ kind: 'column', schema: id.schema, parent: id.table, name: id.name }),
    );
    const needs = column?.definition['not null'] === true;
    const has = ['default', 'generated', 'identity'].some((one) => column?.definition[one] !== undefined);
    if (column !== undefined && needs && !has) return column;
  }
  return undefined;
}

async function addColumn(
  action: Action,
  column: CatalogObject,
  before: Catalog,
  exec: (statement: DownStatement) => Promise<void>,
): Promise<void> {
  const filler = fillerFor(column, before);
  if (filler === undefined) {
    await exec(asStatement(action));
    return;
  }
  const [, table = '', name = ''] =
    /^ALTER TABLE (.*?) ADD COLUMN ("(?:[^"]|"")+"|\S+)/s.exec(action.sql) ?? [];
  for (const sql of filler.before) await exec({ sql });
  const sql = `${action.sql.trim().replace(/;$/, '')} DEFAULT ${filler.expression}`;
  await exec(asStatement(action, sql, `what the column held is gone: existing rows get ${filler.words}`));
  await exec({ sql: `ALTER TABLE ${table} ALTER COLUMN ${name} DROP DEFAULT`, lock: 'ACCESS EXCLUSIVE' });
  for (const after of filler.after) await exec({ sql: after });
}

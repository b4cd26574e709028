import { type Catalog, compareCatalogs, readCatalog, readSequenceFeeds, withinScope } from '@agora/catalog';
import { type Client, sqlState } from '@agora/postgres';

import { type Clearing, clearDependents } from './objects/dependents.ts';
import { planFacts, readFacts, readWithin } from './facts.ts';
import { columnsCopiedBack } from './values/copies/copied-columns.ts';
import { tablesCopiedBack } from './values/copies/copied-tables.ts';
import { dropRegenerated } from './objects/generated.ts';
import { lossName } from './losses.ts';
import { createMissingEnums, rebuildEnums } from './values/enums/rebuild-enums.ts';
import { typeNamesFreed } from './values/enums/freed-names.ts';
import { notNullNamesBack } from './objects/not-null.ts';
import { createMissingRanges, multirangesBack } from './objects/ranges.ts';
import { rekeyBack } from './values/rekeyed.ts';
import { requiredAgain } from './values/required-again.ts';
import { restoreReversedRelations } from './values/relations.ts';
import { lookupTablesBack } from './values/copies/lookup-tables.ts';
import { mendRemaining } from './objects/remaining.ts';
import { renamesBack } from './objects/renames.ts';
import { dropReplacedColumns, restoreCollations, restoreParents } from './objects/restore.ts';
import { catchUp } from './objects/sequences.ts';
import { computedIn, recomputed } from './values/inversions.ts';
import { translationsIn } from './values/translations.ts';
import { unmodelledChanges } from './objects/unmodelled.ts';
import { qualifiedName } from './objects/drop-statement.ts';
import type { RolesBack } from './roles/roles-back.ts';
import { runPlanned } from './planned-action.ts';
import type { States } from './states.ts';
import type { DownStatement, Loss, Strategy } from './types.ts';

/** One way of making a way back. */
export interface Recipe {
  readonly strategy: Strategy;
  readonly clearing: Clearing;
  readonly enums: boolean;
  readonly renames: 'ours' | 'planner' | 'none';
  /** Values that no conversion takes back are given up, and declared as lost. */
  readonly givesUp?: boolean;
}

/** From the plainest to the most thorough. */
export const LADDER: readonly Recipe[] = [
  { strategy: 'planned', clearing: 'nothing', enums: false, renames: 'ours' },
  { strategy: 'enums rebuilt', clearing: 'readers', enums: true, renames: 'ours' },
  { strategy: 'readers made again', clearing: 'readers', enums: false, renames: 'ours' },
  { strategy: 'everything derived made again', clearing: 'everything derived', enums: true, renames: 'ours' },
  { strategy: 'values given up', clearing: 'readers', enums: true, renames: 'ours', givesUp: true },
  { strategy: 'names left to the planner', clearing: 'nothing', enums: false, renames: 'planner' },
];

const OF_SERVER = 'belongs to the whole server';

/** What has been done so far on the way back. */
export interface Workings {
  readonly run: DownStatement[];
  /** Columns that were dropped and get back what they held. */
  readonly restored: Set<string>;
  /** Columns of which values are given up. */
  readonly givenUp: Loss[];
}

/** Goes back by a recipe in the open transaction, and returns what the database then is. */
export async function work(
  client: Client,
  states: States,
  recipe: Recipe & { readonly roles: RolesBack },
  { run, restored, givenUp }: Workings,
): Promise<Catalog> {
  const { before } = states;
  const translations = translationsIn(states.up);
  const computed = computedIn(states.up);
  const exec = async (statement: DownStatement): Promise<void> => {
    await client.query(statement.sql);
    run.push(statement);
  };
  const read = async (): Promise<Catalog> => {
    const catalog = await readCatalog(client);
    return states.scope === undefined ? catalog : withinScope(catalog, states.scope);
  };
  let current = states.after;
  const filled = new Set<string>();
  /** Runs statements of our own; what the catalog then is, is read again only if there were any. */
  const prepare = async (statements: readonly string[], hazard?: string): Promise<void> => {
    for (const sql of statements) {
      await exec({
        sql,
        lock: 'ACCESS EXCLUSIVE',
        ...(hazard === undefined ? {} : { hazard }),
        ...(/^DROP TABLE| DROP COLUMN /.test(sql) ? { destroys: true } : {}),
      });
    }
    if (statements.length > 0) current = await read();
  };

  for (const sql of recipe.roles.first) await exec({ sql, hazard: OF_SERVER });
  if (recipe.roles.first.length > 0) current = await read();
  if (recipe.renames === 'ours') {
    await prepare(renamesBack(before, states.after));
    await prepare(notNullNamesBack(before, current));
  }
  await prepare(multirangesBack(before, current));
  if (recipe.renames === 'ours') {
    for (const { statements, column } of restoreReversedRelations(before, current)) {
      await prepare(statements);
      restored.add(
        lossName({ schema: column.schema ?? '', table: column.parent ?? '', column: column.name }),
      );
    }
  }
  await prepare(await clearDependents(client, current, compareCatalogs(before, current), recipe.clearing));
  if (recipe.enums) {
    const rebuilt = rebuildEnums(
      current,
      states,
      translations,
      recipe.givesUp === true ? givenUp : undefined,
    );
    for (const statement of rebuilt.statements) await exec(statement);
    for (const table of rebuilt.filled) filled.add(table);
    if (rebuilt.statements.length > 0) current = await read();
  }
  await prepare(typeNamesFreed(current, before));
  await prepare([...createMissingEnums(current, before), ...createMissingRanges(current, before)]);
  await prepare(dropRegenerated(before, current));
  if (recipe.renames === 'ours') {
    await prepare(restoreParents(before, current));
    await prepare(restoreCollations(before, current));
    await prepare(
      rekeyBack(before, current),
      'keys get new values of their old type, and references follow them',
    );
    for (const copied of columnsCopiedBack(before, current, states.up, { translations, computed })) {
      const { statements, column, isPartial = false } = copied;
      await prepare(statements);
      if (isPartial) continue;
      restored.add(
        lossName({ schema: column.schema ?? '', table: column.parent ?? '', column: column.name }),
      );
    }
    await prepare(recomputed(before, current, computed));
    for (const { statements, table } of tablesCopiedBack(before, current, states.up)) {
      await prepare(statements);
      filled.add(qualifiedName(table.schema, table.name));
      restored.add(lossName({ schema: table.schema ?? '', table: table.name }));
    }
    for (const { statements, table } of lookupTablesBack(before, current, states.up)) {
      await prepare(statements, 'rows of the table get keys of their own');
      filled.add(qualifiedName(table.schema, table.name));
    }
    if (recipe.clearing !== 'nothing') {
      await prepare(
        dropReplacedColumns(before, current),
        'drops what the way forward put in the place of another column',
      );
    }
  }
  if (recipe.givesUp === true) for (const statement of requiredAgain(before, current)) await exec(statement);
  const unmodelled = unmodelledChanges(current, before);
  await prepare(unmodelled.drops);

  // Without statements of our own the database is as it was read after the migration.
  const facts =
    run.length === 0
      ? states.afterFacts
      : states.scope === undefined
        ? (await readFacts(client)).base
        : (await readWithin(client, states.scope)).facts;
  const plan = planFacts(facts, states.beforeFacts, recipe.renames === 'planner' ? 'auto' : 'off');
  let pending = unmodelled.creates;
  const makeReady = async (): Promise<void> => {
    const left: (readonly string[])[] = [];
    for (const group of pending) {
      if (await failsNow(client, group)) left.push(group);
      else for (const sql of group) await exec({ sql });
    }
    pending = left;
  };
  await makeReady();
  await runPlanned(plan.actions, {
    client,
    current,
    states,
    translations,
    computed,
    exec: async (statement) => {
      await exec(statement);
      await makeReady();
    },
    ...(recipe.givesUp ? { givenUp } : {}),
  });
  for (const sql of [...unmodelled.lateDrops, ...pending.flat(), ...unmodelled.lateCreates])
    await exec({ sql });
  const last = await read();
  const mending = mendRemaining(compareCatalogs(before, last));
  await prepare(mending);
  for (const sql of recipe.roles.last) await exec({ sql, hazard: OF_SERVER });
  for (const sql of catchUp(states.after, filled, await readSequenceFeeds(client))) await exec({ sql });
  return mending.length === 0 ? last : current;
}

/** Whether statements cannot run yet; nothing of them stays. */
async function failsNow(client: Client, statements: readonly string[]): Promise<boolean> {
  await client.query('SAVEPOINT ready');
  try {
    for (const sql of statements) await client.query(sql);
    return false;
  } catch (error) {
    if (sqlState(error) === undefined) throw error;
    return true;
  } finally {
    await client.query('ROLLBACK TO ready; RELEASE ready');
  }
}

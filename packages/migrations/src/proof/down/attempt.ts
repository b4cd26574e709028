import {
  type Catalog,
  type CatalogObject,
  columnOrderDifferences,
  compareCatalogs,
  objectKey,
  readCatalog,
  readSequenceFeeds,
} from '@agora/catalog';
import {
  type Client,
  describeSqlError,
  failedWith,
  quoteIdentifier,
  sqlState,
  SQLSTATE,
} from '@agora/postgres';
import type { FactBase, Plan } from '@supabase/pg-delta';

import { type Clearing, clearDependents } from './objects/dependents.ts';
import { planFacts, readFacts } from './facts.ts';
import { columnsCopiedBack } from './objects/copied-columns.ts';
import { fillerFor } from './objects/filler.ts';
import { asVirtual } from './objects/generated.ts';
import { lossesBetween, lossName } from './losses.ts';
import { createMissingEnums, rebuildEnums } from './objects/rebuild-enums.ts';
import { restoreReversedRelations } from './objects/relations.ts';
import { mendRemaining } from './objects/remaining.ts';
import { renamesBack } from './objects/renames.ts';
import { dropReplacedColumns, restoreCollations, restoreParents } from './objects/restore.ts';
import { catchUp } from './objects/sequences.ts';
import { conversions } from './objects/type-conversions.ts';
import type { RoleState } from './roles/role-state.ts';
import { type RolesBack, rolesBack } from './roles/roles-back.ts';
import type { DownCandidate, DownStatement, FailedAttempt, Strategy } from './types.ts';
import { unmodelledChanges } from './objects/unmodelled.ts';

type Action = Plan['actions'][number];

/** The two states that a way back leads between, read from one database before and after the migration. */
export interface States {
  readonly before: Catalog;
  readonly beforeFacts: FactBase;
  readonly after: Catalog;
  readonly afterFacts: FactBase;
  /** Where the server is its own. */
  readonly roles?: { readonly before: RoleState; readonly after: RoleState };
  /** The way forward, as it is written: what a catalog does not tell, such as the zone of a conversion. */
  readonly up: string;
  /** The role of the scratch database, for which whoever runs the way back is put. */
  readonly user: string;
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

const OF_SERVER = 'belongs to the whole server';

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
  /** Columns that were dropped and get back what they held. */
  const restored = new Set<string>();
  await client.query('BEGIN');
  try {
    await client.query('SET LOCAL check_function_bodies TO off');
    const roles = rolesOf(states);
    const final = await work(client, states, { ...recipe, roles }, run, restored);
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
    const notRestored = lossesBetween(states.before, final).filter((loss) => !restored.has(lossName(loss)));
    const alreadyGone = new Set(lossesBetween(states.before, states.after).map(lossName));
    return {
      strategy: recipe.strategy,
      rolesRead: states.roles !== undefined,
      statements: run.map((statement) => ({
        ...statement,
        sql: forEveryServer(forWhoeverRuns(statement.sql, states.user)),
      })),
      losses: lossesBetween(states.after, final),
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
    await client.query('ROLLBACK');
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

async function work(
  client: Client,
  states: States,
  recipe: Recipe & { readonly roles: RolesBack },
  run: DownStatement[],
  restored: Set<string>,
): Promise<Catalog> {
  const { before } = states;
  const exec = async (statement: DownStatement): Promise<void> => {
    await client.query(statement.sql);
    run.push(statement);
  };
  let current = states.after;
  /** Runs statements of our own; what the catalog then is, is read again only if there were any. */
  const prepare = async (statements: readonly string[], hazard?: string): Promise<void> => {
    for (const sql of statements) {
      await exec({ sql, lock: 'ACCESS EXCLUSIVE', ...(hazard === undefined ? {} : { hazard }) });
    }
    if (statements.length > 0) current = await readCatalog(client);
  };

  for (const sql of recipe.roles.first) await exec({ sql, hazard: OF_SERVER });
  if (recipe.roles.first.length > 0) current = await readCatalog(client);
  if (recipe.renames === 'ours') await prepare(renamesBack(before, states.after));
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
    const rebuilt = rebuildEnums(current, before, states.up);
    for (const statement of rebuilt) await exec(statement);
    if (rebuilt.length > 0) current = await readCatalog(client);
  }
  await prepare(createMissingEnums(current, before));
  if (recipe.renames === 'ours') {
    await prepare(restoreParents(before, current));
    await prepare(restoreCollations(before, current));
    if (recipe.clearing !== 'nothing') {
      await prepare(
        dropReplacedColumns(before, current),
        'drops what the way forward put in the place of another column',
      );
    }
  }
  if (recipe.renames === 'ours') {
    for (const { statements, column } of columnsCopiedBack(before, current, states.up)) {
      await prepare(statements);
      restored.add(
        lossName({ schema: column.schema ?? '', table: column.parent ?? '', column: column.name }),
      );
    }
  }
  const unmodelled = unmodelledChanges(current, before);
  await prepare(unmodelled.drops);

  // Without statements of our own the database is as it was read after the migration.
  const facts = run.length === 0 ? states.afterFacts : (await readFacts(client)).base;
  const plan = planFacts(facts, states.beforeFacts, recipe.renames === 'ours' ? 'off' : 'auto');
  const late: string[] = [];
  for (const planned of plan.actions) {
    const action = { ...planned, sql: asVirtual(planned.sql, before) };
    // References can be filled once the rows that they point at have their keys again.
    if (/ FOREIGN KEY /.test(action.sql)) for (const sql of late.splice(0)) await exec({ sql });
    if (action.transactionality === 'nonTransactional')
      throw new Error(`cannot run in a transaction: ${action.sql}`);
    if (dropsNoDefault(action, current)) continue;
    const column = addedColumn(action, before);
    if (column === undefined) await runAction(client, action, current, states.up, exec);
    else await addColumn(action, column, before, { exec, late });
  }
  for (const sql of late) await exec({ sql });
  for (const sql of unmodelled.creates) await exec({ sql });
  const last = await readCatalog(client);
  const mending = mendRemaining(compareCatalogs(before, last));
  await prepare(mending);
  for (const sql of recipe.roles.last) await exec({ sql, hazard: OF_SERVER });
  for (const sql of catchUp(states.after, await readSequenceFeeds(client))) await exec({ sql });
  return mending.length === 0 ? last : current;
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
  current: Catalog,
  up: string,
  exec: (statement: DownStatement) => Promise<void>,
): Promise<void> {
  const choices = conversions(action.sql, currentType(action, current), up);
  if (choices.length === 0) {
    await exec(asStatement(action));
    return;
  }
  let first: unknown;
  for (const choice of choices) {
    await client.query('SAVEPOINT agora_conversion');
    try {
      await exec(asStatement(action, choice.sql, choice.hazard));
      await client.query('RELEASE SAVEPOINT agora_conversion');
      return;
    } catch (error) {
      first ??= error;
      await client.query('ROLLBACK TO SAVEPOINT agora_conversion');
      // Another conversion may do.
      if (
        !failedWith(
          error,
          SQLSTATE.cannotCoerce,
          SQLSTATE.datatypeMismatch,
          SQLSTATE.undefinedFunction,
          SQLSTATE.invalidTextRepresentation,
        )
      )
        break;
    }
  }
  throw first;
}

function currentType(action: Action, current: Catalog): string | undefined {
  const type = currentColumn(action, current)?.definition['type'];
  return typeof type === 'string' ? type : undefined;
}

function currentColumn(action: Action, current: Catalog): CatalogObject | undefined {
  for (const id of [...action.produces, ...action.consumes, ...action.releases]) {
    if (id.kind !== 'column') continue;
    const key = objectKey({ kind: 'column', schema: id.schema, parent: id.table, name: id.name });
    const column = current.objects.get(key);
    if (column !== undefined) return column;
  }
  return undefined;
}

/** The planner clears the default before each change of a type, also where there is none. */
function dropsNoDefault(action: Action, current: Catalog): boolean {
  if (!/^ALTER TABLE .* ALTER COLUMN .* DROP DEFAULT;?$/s.test(action.sql.trim())) return false;
  const column = currentColumn(action, current);
  return column !== undefined && column.definition['default'] === undefined;
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
  { exec, late }: { readonly exec: (statement: DownStatement) => Promise<void>; readonly late: string[] },
): Promise<void> {
  const filler = fillerFor(column, before);
  if (filler === undefined) {
    await exec(asStatement(action));
    return;
  }
  const [, table = '', name = ''] =
    /^ALTER TABLE (.*?) ADD COLUMN ("(?:[^"]|"")+"|\S+)/s.exec(action.sql) ?? [];
  const hazard = `what the column held is gone: existing rows get ${filler.words}`;
  const added = action.sql.trim().replace(/;$/, '');
  if (filler.refers) {
    await exec(asStatement(action, added.replace(/ NOT NULL\b/, ''), hazard));
    late.push(
      ...filler.before,
      `UPDATE ${table} SET ${name} = ${filler.expression}`,
      `ALTER TABLE ${table} ALTER COLUMN ${name} SET NOT NULL`,
      ...filler.after,
    );
    return;
  }
  for (const sql of filler.before) await exec({ sql });
  await exec(asStatement(action, `${added} DEFAULT ${filler.expression}`, hazard));
  await exec({ sql: `ALTER TABLE ${table} ALTER COLUMN ${name} DROP DEFAULT`, lock: 'ACCESS EXCLUSIVE' });
  for (const after of filler.after) await exec({ sql: after });
}

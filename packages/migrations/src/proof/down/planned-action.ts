import { type Catalog, type CatalogObject, objectKey } from '@agora/catalog';
import { type Client, failedWith, quoteIdentifier, quoteLiteral, SQLSTATE } from '@agora/postgres';
import type { Plan } from '@supabase/pg-delta';

import { translatedBack, wantedOf } from './values/column-values.ts';
import { fillerFor } from './values/filler.ts';
import { asVirtual } from './objects/generated.ts';
import { rightsLast } from './rights-last.ts';
import { placeholdersFor, rowsPointedAt } from './values/placeholders.ts';
import type { Computed } from './values/inversions.ts';
import type { Inverse, Translation } from './values/translations.ts';
import { conversions } from './values/type-conversions.ts';
import type { States } from './states.ts';
import type { DownStatement, Loss } from './types.ts';

type Action = Plan['actions'][number];

const LOCKS: Readonly<Record<string, string>> = {
  share: 'SHARE',
  shareRowExclusive: 'SHARE ROW EXCLUSIVE',
  shareUpdateExclusive: 'SHARE UPDATE EXCLUSIVE',
  accessExclusive: 'ACCESS EXCLUSIVE',
};

/** What a plan is run with. */
export interface Running {
  readonly client: Client;
  /** The database before the plan. */
  readonly current: Catalog;
  readonly states: States;
  readonly translations: readonly Translation[];
  readonly computed: readonly Computed[];
  /** Runs a statement and writes it down. */
  readonly exec: (statement: DownStatement) => Promise<void>;
  /** Gains the columns whose values may be given up; without it, a value that cannot be converted stops the way back. */
  readonly givenUp?: Loss[];
}

/** Runs the planner's statements, with what it does not know: rows that are there, values that must be converted. */
export async function runPlanned(actions: readonly Action[], running: Running): Promise<void> {
  const { current, exec } = running;
  const { before } = running.states;
  const late: string[] = [...rowsPointedAt(before, current)];
  for (const planned of rightsLast(actions)) {
    const action = { ...planned, sql: withOurNames(asVirtual(planned.sql, before)) };
    // References can be filled once the rows that they point at have their keys again.
    if (/ FOREIGN KEY /.test(action.sql)) for (const sql of late.splice(0)) await exec({ sql });
    if (action.transactionality === 'nonTransactional')
      throw new Error(`cannot run in a transaction: ${action.sql}`);
    if (dropsNoDefault(action, current)) continue;
    const column = addedColumn(action, before);
    if (column === undefined) await runAction(action, running);
    else await addColumn(action, column, { before, current }, { exec, late });
  }
  for (const sql of late) await exec({ sql });
}

/** A type that is set aside bears a name that says so, and not who planned it. */
const withOurNames = (sql: string): string => sql.replaceAll('__pgdelta_replaced', '__replaced');

const asStatement = (action: Action, sql = action.sql, hazard?: string): DownStatement => {
  const lock = LOCKS[action.lockClass];
  const words = hazard ?? (action.dataLoss === 'destructive' ? 'destroys data' : undefined);
  return {
    sql: sql.trim().replace(/;$/, ''),
    ...(lock === undefined ? {} : { lock }),
    ...(action.rewriteRisk ? { rewrite: true } : {}),
    ...(words === undefined ? {} : { hazard: words }),
    ...(action.dataLoss === 'destructive' ? { destroys: true } : {}),
  };
};

/** Runs a planned statement; a change of type that has no cast is tried again with other conversions. */
async function runAction(action: Action, running: Running): Promise<void> {
  const { client, current, states, exec } = running;
  const column = currentColumn(action, current);
  const type = column?.definition['type'];
  const from = typeof type === 'string' ? type : undefined;
  const known = column && translatedBack(column.key, running, states);
  const choices = conversions(action.sql, from, states.up, known?.sql);
  if (choices.length === 0) {
    await exec(asStatement(action));
    return;
  }
  if (running.givenUp !== undefined && column !== undefined && wantsText(from)) {
    await convertOrGiveUp(action, column, known, { ...running, givenUp: running.givenUp });
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

/** Texts and labels: they hold values that the type from before does not have. */
const wantsText = (type: string | undefined): boolean => !/\[\]$|^jsonb?$/.test(type ?? '');

/** Converts what can be, and gives up the rest, which is declared. */
async function convertOrGiveUp(
  action: Action,
  column: CatalogObject,
  known: Inverse | undefined,
  { states, exec, givenUp }: Running & { readonly givenUp: Loss[] },
): Promise<void> {
  const old = states.before.objects.get(column.key);
  const [head] = action.sql.split(' USING ');
  if (old === undefined || head === undefined) {
    await exec(asStatement(action));
    return;
  }
  const { type, otherwise = 'NULL' } = wantedOf(old, states.before);
  const name = quoteIdentifier(column.name);
  const value = known?.text ?? `${name}::text`;
  const body = `BEGIN RETURN $1::${type}; EXCEPTION WHEN data_exception THEN RETURN ${otherwise}; END`;
  const words = `values that are none of ${type} become ${otherwise}`;
  await exec({
    sql: `CREATE FUNCTION pg_temp.agora_read(text) RETURNS ${type} LANGUAGE plpgsql AS ${quoteLiteral(body)}`,
  });
  await exec(asStatement(action, `${head} USING pg_temp.agora_read(${value})`, words));
  await exec({ sql: 'DROP FUNCTION pg_temp.agora_read(text)' });
  givenUp.push({ schema: column.schema ?? '', table: column.parent ?? '', column: column.name });
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
  { before, current }: { readonly before: Catalog; readonly current: Catalog },
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
      ...placeholdersFor(column, before, current),
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

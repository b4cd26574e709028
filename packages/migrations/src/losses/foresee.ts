import { type Client, quoteIdentifier, scan, type Statement } from '@agora/postgres';
import {
  LineIndex,
  loadParser,
  type Name,
  type ParsedStatement,
  parseStatements,
  plain,
  quoted,
} from '@agora/postgres/parser';

import { type Owner, parkedBy } from '../parking/parked.ts';
import { parkTimeOf } from '../parking/park-time.ts';
import { directivesOf } from '../project/directives.ts';
import type { Script } from '../project/folder.ts';
import { alterationsOf } from '../script/alterations.ts';
import { applyStatement } from '../script/model/apply-statement.ts';
import { type Origin, SchemaModel } from '../script/model/schema-model.ts';
import { countTaking } from './count/count-losses.ts';
import { refusedBy } from './count/obstacles/count-refused.ts';
import type { Counting } from './count/counting.ts';
import { EarlierStatements } from './read/earlier-statements.ts';
import { harmOfText, isHarmless } from './count/functions.ts';
import { underSettings } from './count/under-settings.ts';
import type { CountedLoss } from './loss.ts';
import type { Obstacle } from './obstacle.ts';
import { ObstacleReader } from './read/obstacles/read-obstacles.ts';
import { type ScriptSetting, settingOf } from './read/script-settings.ts';
import type { RowTest } from './read/obstacles/row-test.ts';
import { takingsOf } from './read/read-takings.ts';
import type { PlacedTaking, Taking } from './read/taking.ts';
import { forwardValues } from './read/values.ts';

/** A script that is about to run. */
export interface ScriptAhead {
  readonly migration: string;
  readonly script: Script;
  /** Of a way back: the way forward, which brings values back. */
  readonly forward?: Script | undefined;
  /** Those of its statements that are about to run. */
  readonly statements: readonly Statement[];
  /** Whether rows are changed just before it runs: by the way back of a backfill. */
  readonly isFilledBefore?: boolean;
  /** Whether they are its first: then what its directives declare is counted too. */
  readonly isWhole: boolean;
}

/** What scripts will take away, and what will stop them, as the rows are now. */
export interface Foresight {
  readonly losses: readonly CountedLoss[];
  readonly obstacles: readonly Obstacle[];
}

/**
 * Reads scripts that run one after the other, and counts in the open transaction what they take away and what makes
 * them fail: under the names that tables and columns have now, whatever the scripts before call them by then. Changes
 * nothing; with `lock`, no row can come in between.
 *
 * @param schema of unqualified names
 */
export async function foresee(
  counting: Counting,
  scripts: readonly ScriptAhead[],
  schema: string,
): Promise<Foresight> {
  await loadParser();
  const { takings, tests } = readScripts(scripts, schema);
  const losses: CountedLoss[] = [];
  for (const { migration, ...placed } of takings) {
    const counted = await underSettings(counting.client, placed.settings ?? [], () =>
      countTaking(counting, placed, schema),
    );
    losses.push(...counted.map((loss) => ({ ...loss, migration })));
  }
  const obstacles: Obstacle[] = [];
  for (const test of tests)
    obstacles.push(
      ...(await underSettings(counting.client, test.settings, () => tried(counting, test, schema))),
    );
  return Object.freeze({ losses: Object.freeze(losses), obstacles: Object.freeze(obstacles) });
}

const UNTOLD = 'which of them, nobody can tell before it runs';

type InMigration<T> = T & { readonly migration: string };

interface PlacedTest {
  readonly test: RowTest;
  readonly line: number;
  /** What the script has set by then. */
  readonly settings: readonly ScriptSetting[];
}

interface Reading {
  readonly takings: InMigration<PlacedTaking>[];
  readonly tests: InMigration<PlacedTest>[];
}

/** What the texts tell, without a database. */
function readScripts(scripts: readonly ScriptAhead[], schema: string): Reading {
  const model = new SchemaModel(schema);
  const earlier = new EarlierStatements();
  const obstacles = new ObstacleReader();
  let isFilled = false;
  const reading: Reading = { takings: [], tests: [] };
  for (const [index, ahead] of scripts.entries()) {
    const { migration, script, forward, statements, isWhole } = ahead;
    isFilled ||= ahead.isFilledBefore === true;
    model.migration = index;
    model.together.add(index);
    model.searchPath = [schema];
    const forwards = forward === undefined ? [] : parseStatements(forward.statements).statements;
    earlier.forward = forward && forwardValues(forwards);
    const forwardSettings = forwards.flatMap((one) => settingOf(one) ?? []);
    earlier.ran = () => modelBefore(statements, script, schema);
    const lines = new LineIndex(script.sql);
    const parsed = parseStatements(statements);
    const lineOf = (offset: number): number => lines.positionOf(offset).line;
    const declared = isWhole ? declaredTakings(script, model) : [];
    const copies = isWhole ? declaredCopies(script, model) : new Map<string, string>();
    const own: PlacedTaking[] = parsed.failures.map(({ start, message }) => ({
      taking: { kind: 'unknown', problem: `holds what the parser does not know: ${message}` },
      line: lineOf(start),
      isBound: false,
    }));
    const retyped: string[] = [];
    const settings: ScriptSetting[] = [];
    const parks = parkTimeOf(script, 1) > 0;
    if (parsed.failures.length > 0) earlier.unread = true;
    for (const statement of parsed.statements) {
      const line = lineOf(statement.start);
      if (!statement.nested) retyped.push(...retypedColumns(statement, model));
      const read = takingsOf(statement, model, earlier);
      for (const test of obstacles.testsOf(statement, read, { model, earlier }))
        reading.tests.push({
          migration,
          settings: [...settings],
          test: isFilled ? { ...test, isCertain: false } : test,
          line,
        });
      for (const one of read) {
        const copyOf = copies.get(key(one));
        const known = one.kind === 'column' && copyOf !== undefined ? { ...one, copyOf } : one;
        for (const taking of withCalls(known, model, earlier))
          own.push({
            taking,
            line,
            isBound: statement.nested,
            mayPark: parks && !statement.nested,
            settings: [...(namesZone(taking) ? forwardSettings : []), ...settings],
          });
      }
      const setting = settingOf(statement);
      if (setting) settings.push(setting);
      earlier.add(statement, model);
      applyStatement(model, statement);
    }
    const parkable = new Set([
      ...own.flatMap(({ taking, mayPark }) =>
        mayPark === true && ['table', 'column', 'values'].includes(taking.kind) ? key(taking) : [],
      ),
      ...retyped,
    ]);
    const left = undeclared(declared, own).map((one) => ({ ...one, mayPark: parkable.has(key(one.taking)) }));
    const all = [...left, ...own];
    reading.takings.push(...all.map((taking) => ({ ...taking, migration })));
  }
  return reading;
}

/** Whether a new value goes by a zone that is written there: then only the way forward depends on what is set. */
const namesZone = (taking: Taking): boolean =>
  taking.kind === 'values' &&
  taking.by !== 'unread' &&
  'value' in taking.by &&
  /\bAT\s+TIME\s+ZONE\b/i.test(taking.by.value);

/** The schema that a script's statements before some others leave; undefined where there are none. */
function modelBefore(
  statements: readonly Statement[],
  script: Script,
  schema: string,
): SchemaModel | undefined {
  const at = script.statements.findIndex(({ offset }) => offset === statements[0]?.offset);
  if (at <= 0) return undefined;
  const model = new SchemaModel(schema);
  model.searchPath = [schema];
  for (const statement of parseStatements(script.statements.slice(0, at)).statements)
    applyStatement(model, statement);
  return model;
}

/** The columns whose type a statement changes, as keys. */
function retypedColumns(statement: ParsedStatement, model: SchemaModel): readonly string[] {
  return alterationsOf(statement).flatMap(({ table, command: { subtype, name = '' } }) => {
    const origin = model.originOf(table);
    const column = model.columnOriginOf(table, name);
    if (subtype !== 'AT_AlterColumnType' || !origin || column === undefined) return [];
    return key({ kind: 'declared', table: origin, column });
  });
}

/** A call of a function that the scripts make themselves, by what its body does; any other taking as it is. */
function withCalls(
  taking: Taking,
  model: SchemaModel,
  earlier: EarlierStatements,
  seen: ReadonlySet<string> = new Set(),
): readonly Taking[] {
  if (taking.kind !== 'call') return [taking];
  const key = model.key(taking.name);
  const definition = earlier.functions.get(key);
  if (definition === undefined) return isHarmless(taking.name, model) ? [] : [taking];
  if (seen.has(key)) return [];
  const harm = harmOfText(definition);
  if (typeof harm === 'string')
    return [{ kind: 'unknown', problem: `${plain(taking.name)}() is called, and ${harm}` }];
  return harm.flatMap((name) => withCalls({ ...taking, name }, model, earlier, new Set([...seen, key])));
}

/** What the directives declare and no statement says. */
function undeclared(declared: readonly Taking[], own: readonly PlacedTaking[]): readonly PlacedTaking[] {
  const readable = new Set(
    own.flatMap(({ taking }) => (['table', 'column', 'truncate'].includes(taking.kind) ? key(taking) : [])),
  );
  return declared
    .filter(
      (taking) => (taking.kind === 'declared' && taking.where !== undefined) || !readable.has(key(taking)),
    )
    .map((taking) => ({ taking, isBound: false }));
}

function declaredTakings(script: Script, model: SchemaModel): readonly Taking[] {
  return directivesOf(script.directives, 'loses').flatMap(({ target, where }): Taking[] => {
    const name: Name =
      target.schema === undefined ? { name: target.table } : { schema: target.schema, name: target.table };
    const table: Origin | undefined = model.originOf(name);
    const column = target.column === undefined ? undefined : model.columnOriginOf(name, target.column);
    if (!table || (target.column !== undefined && column === undefined)) return [];
    return [
      {
        kind: 'declared',
        table,
        ...(column === undefined ? {} : { column }),
        ...(where === undefined ? {} : { where }),
      },
    ];
  });
}

/** What columns are copies of, as the script says, in the names from before the first statement. */
function declaredCopies(script: Script, model: SchemaModel): ReadonlyMap<string, string> {
  return new Map(
    directivesOf(script.directives, 'copies').flatMap(({ target, from }): [string, string][] => {
      const { schema, table: name, column = '' } = target;
      const named: Name = schema === undefined ? { name } : { schema, name };
      const [table, origin] = [model.originOf(named), model.columnOriginOf(named, column)];
      const copyOf = withOrigins(from, named, model);
      if (table === undefined || origin === undefined || copyOf === undefined) return [];
      return [[JSON.stringify([table, origin]), copyOf]];
    }),
  );
}

/** An expression with columns, which are in quotes, by their first names; undefined where one was not there yet. */
function withOrigins(sql: string, table: Name, model: SchemaModel): string | undefined {
  let text = '';
  let last = '';
  for (const { kind, start, end } of scan(sql)) {
    const token = sql.slice(start, end);
    const isColumn = token.startsWith('"') && last !== '.' && last !== ':';
    const origin = isColumn
      ? model.columnOriginOf(table, token.slice(1, -1).replaceAll('""', '"'))
      : undefined;
    if (isColumn && origin === undefined) return undefined;
    text += origin === undefined ? token : quoteIdentifier(origin);
    if (kind !== 'gap') last = token;
  }
  return text;
}

/** The obstacles that a test finds. */
async function tried(
  { client }: Counting,
  { migration, line, ...placed }: InMigration<PlacedTest>,
  schema: string,
): Promise<readonly Obstacle[]> {
  const test = await ofParked(client, placed.test, { schema, migration });
  if (test === undefined) return [];
  const where = `${migration}/down.sql:${line}`;
  return (await refusedBy(client, test)).map(({ rows, isLeast, isUnsure, isUntold, what }): Obstacle => {
    const counted =
      rows === undefined
        ? isUntold === true
          ? UNTOLD
          : 'how many took too long to count'
        : `${isLeast ? 'at least ' : ''}${rows}`;
    const isCertain = test.isCertain && rows !== undefined && isUnsure !== true;
    return {
      code: 'migrations.rollback_would_fail',
      migration,
      line,
      ...(rows === undefined ? {} : { rows }),
      isCertain,
      message: `${where}: rows ${what}: ${counted}.`,
      why: isCertain
        ? 'The statement refuses such rows, and nothing before it changes them.'
        : 'The statement refuses such rows, unless what runs before it changes them.',
      fix: 'Change or remove the rows, or let down.sql do it before that statement.',
    };
  });
}

/**
 * The test of what the way forward has parked: of a column that must have a value, what matters are the rows that came in
 * without it; a table has its rows again; what a key finds in a column is not known before that is back.
 */
async function ofParked(client: Client, test: RowTest, owner: Owner): Promise<RowTest | undefined> {
  if (test.adds === undefined && test.makes === undefined && test.columns === undefined) return test;
  const parked = await parkedBy(client, owner, 'up');
  if (parked.some(({ kind, name }) => kind === 'table' && name === test.makes)) return undefined;
  const isBack = parked.some(
    ({ kind, name, column }) =>
      kind === 'column' && name === test.table.name && test.columns?.includes(column ?? '') === true,
  );
  if (isBack) return { ...test, isCertain: false };
  const found = parked.find(
    ({ kind, name, column }) => kind === 'column' && name === test.table.name && column === test.adds,
  );
  if (!found) return test;
  if (test.isRequired !== true) return undefined;
  const column = quoteIdentifier(found.parkedAs);
  return {
    table: test.table,
    isCertain: test.isCertain,
    question: {
      kind: 'count',
      sql: `SELECT pg_catalog.count(*) AS rows FROM ${quoted(test.table)} WHERE ${column} IS NULL`,
    },
    what: `of ${test.table.name} were written without ${test.adds}, which must have a value again (it is parked as ${found.parkedAs})`,
  };
}

function key(taking: Taking): string {
  return JSON.stringify(
    'table' in taking ? [taking.table, 'column' in taking ? taking.column : undefined] : [],
  );
}

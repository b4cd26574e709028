import { AgoraError } from '@agora/core';
import { identifier, quoteIdentifier, splitStatements } from '@agora/postgres';
import { as, loadParser, parseStatements, strings, walk } from '@agora/postgres/parser';

import { type BackfillText, batchPlaces } from '../project/backfill-file.ts';

/** The statement of a backfill.sql, ready to be given a condition for each batch. */
export interface BatchStatement {
  /** Whether it may run on a row again: what it has done, its own condition leaves out. */
  readonly repeatable: boolean;
  /** The statement for one batch. @param condition makes the condition, of columns of a table called so */
  render(condition: (qualifier: string) => string): string;
}

/** In place of `:batch` while the statement is parsed: as long, so that places stay the same. */
const STAND_IN = '_batch';

/** Parts of a parse tree, whose fields are read by name. */
type Fields = Readonly<Record<string, unknown>>;

/** A statement, or a query in it, with tables and a condition of its own. */
interface Scope {
  readonly kind: string;
  readonly fields: Fields;
}

interface Place {
  readonly offset: number;
  readonly qualifier: string;
}

/**
 * Reads where `:batch` stands in a statement and which table it speaks of there.
 * @param problem makes an error of what is wrong
 * @throws AgoraError as `problem` makes it, `backfill.changes_key`
 */
export async function readBatchStatement(
  { statement, table, key }: BackfillText,
  problem: (words: string) => AgoraError,
): Promise<BatchStatement> {
  await loadParser();
  const offsets = batchPlaces(statement);
  let sql = statement;
  for (const at of offsets) sql = sql.slice(0, at) + STAND_IN + sql.slice(at + STAND_IN.length);
  const { statements, failures } = parseStatements(splitStatements(sql));
  const [parsed] = statements;
  if (failures[0] !== undefined) throw problem(`it does not parse: ${failures[0].message}`);
  if (parsed === undefined) throw problem('it holds no statement');
  const [kind = ''] = Object.keys(parsed.node);
  if (!CHANGES.has(kind))
    throw problem('expected: UPDATE, DELETE, INSERT ... SELECT or MERGE, WITH in front where it helps');
  const wanted = namesOf(table);
  const places: Place[] = [];
  let repeatable = true;
  for (const { node, scopes } of scoped(parsed.node)) {
    const location = locationOf(node);
    if (location === undefined || !offsets.includes(parsed.at(location))) continue;
    const offset = parsed.at(location);
    const own = scopes.at(-1);
    if (own === undefined || !conjuncts(own.fields['whereClause']).includes(node))
      throw problem(
        '":batch" must stand in a WHERE, joined by AND alone: elsewhere it would not hold back the other rows',
      );
    const scope = scopes
      .toReversed()
      .find(({ fields }) => relationsOf(fields).some((one) => matches(one, wanted)));
    if (scope === undefined) throw problem(`the query around ":batch" does not read ${table}`);
    places.push({ offset, qualifier: qualifierOf(scope, wanted, problem) });
    repeatable &&= isRepeatable(parsed.node, own, node);
  }
  if (places.length !== offsets.length) throw problem('":batch" stands where no condition can');
  refuseChangedKey(parsed.node, wanted, key);
  return {
    repeatable,
    render: (condition) => {
      let text = statement;
      for (const { offset, qualifier } of places.toSorted((a, b) => b.offset - a.offset))
        text = text.slice(0, offset) + condition(qualifier) + text.slice(offset + STAND_IN.length);
      return text;
    },
  };
}

const CHANGES: ReadonlySet<string> = new Set(['UpdateStmt', 'DeleteStmt', 'InsertStmt', 'MergeStmt']);
const SCOPES: ReadonlySet<string> = new Set([...CHANGES, 'SelectStmt']);

/** Every node with the statements and queries around it, the innermost last. */
function* scoped(
  node: unknown,
  scopes: readonly Scope[] = [],
): Generator<{ node: Fields; scopes: readonly Scope[] }> {
  if (Array.isArray(node)) {
    for (const item of node) yield* scoped(item, scopes);
    return;
  }
  if (!isFields(node)) return;
  yield { node, scopes };
  for (const [name, value] of Object.entries(node)) {
    if (!isFields(value) && !Array.isArray(value)) continue;
    // The halves of a UNION stand without the name of their kind.
    const half = (name === 'larg' || name === 'rarg') && isFields(value) && 'targetList' in value;
    const kind = half ? 'SelectStmt' : name;
    const opens = SCOPES.has(kind) && isFields(value);
    yield* scoped(value, opens ? [...scopes, { kind, fields: value }] : scopes);
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fieldOf(node: unknown, ...names: readonly string[]): unknown {
  let value = node;
  for (const name of names) value = isFields(value) ? value[name] : undefined;
  return value;
}

/** Where a reference to a column called as the stand-in begins, in bytes. */
function locationOf(node: Fields): number | undefined {
  const reference = node['ColumnRef'];
  if (!isFields(reference) || !Array.isArray(reference['fields']) || reference['fields'].length !== 1)
    return undefined;
  if (fieldOf(reference['fields'][0], 'String', 'sval') !== STAND_IN) return undefined;
  const location = reference['location'];
  return typeof location === 'number' ? location : 0;
}

/** What a condition joins by AND. */
function conjuncts(condition: unknown): readonly unknown[] {
  const parts = fieldOf(condition, 'BoolExpr', 'args');
  const joins = fieldOf(condition, 'BoolExpr', 'boolop') === 'AND_EXPR';
  if (condition === undefined) return [];
  return joins && Array.isArray(parts) ? parts.flatMap(conjuncts) : [condition];
}

interface Relation {
  readonly schema?: string;
  readonly name: string;
  readonly alias?: string;
}

/** The table that a statement changes first, then those that it reads beside it. */
function relationsOf(fields: Fields): readonly Relation[] {
  const { relation, fromClause, usingClause } = fields;
  return [relation, fromClause, usingClause].flatMap(tablesIn);
}

function tablesIn(node: unknown): readonly Relation[] {
  if (Array.isArray(node)) return node.flatMap(tablesIn);
  if (!isFields(node)) return [];
  const join = node['JoinExpr'];
  if (isFields(join)) return [join['larg'], join['rarg']].flatMap(tablesIn);
  const table = node['RangeVar'] ?? node;
  const name = fieldOf(table, 'relname');
  if (typeof name !== 'string') return [];
  const schema = fieldOf(table, 'schemaname');
  const alias = fieldOf(table, 'alias', 'aliasname');
  return [
    {
      name,
      ...(typeof schema === 'string' ? { schema } : {}),
      ...(typeof alias === 'string' ? { alias } : {}),
    },
  ];
}

function namesOf(table: string): Relation {
  const names = table.match(/"(?:[^"]|"")+"|[^.]+/gu)?.map((one) => identifier(one) ?? one) ?? [];
  const [first = '', second] = names;
  return second === undefined ? { name: first } : { schema: first, name: second };
}

function matches(one: Relation, wanted: Relation): boolean {
  const elsewhere = one.schema !== undefined && wanted.schema !== undefined && one.schema !== wanted.schema;
  return one.name === wanted.name && !elsewhere;
}

function qualifierOf(
  { kind, fields }: Scope,
  wanted: Relation,
  problem: (words: string) => AgoraError,
): string {
  const found = relationsOf(fields).filter((one) => matches(one, wanted));
  const isTarget = kind === 'UpdateStmt' || kind === 'DeleteStmt';
  const target = isTarget ? tablesIn(fields['relation']).find((one) => matches(one, wanted)) : undefined;
  const chosen = target ?? found[0];
  if (chosen === undefined || (target === undefined && found.length > 1))
    throw problem(
      `the query around ":batch" reads ${wanted.name} more than once: put the one that is meant into a subquery`,
    );
  if (chosen.alias !== undefined) return quoteIdentifier(chosen.alias);
  const name = quoteIdentifier(chosen.name);
  return chosen.schema === undefined ? name : `${quoteIdentifier(chosen.schema)}.${name}`;
}

/**
 * Whether a second run leaves out what the first has done: rows that are deleted are gone; of an UPDATE the condition
 * must ask for a column that it sets, of an INSERT there must be a condition or ON CONFLICT.
 */
function isRepeatable(statement: unknown, { fields }: Scope, batch: unknown): boolean {
  const others = conjuncts(fields['whereClause']).filter((one) => one !== batch);
  const update = fieldOf(statement, 'UpdateStmt');
  if (update !== undefined) {
    const set = new Set(setColumns(update));
    return [...walk(others)].some((node) => {
      const column = strings(as(node, 'ColumnRef')?.fields).at(-1);
      return column !== undefined && set.has(column);
    });
  }
  const insert = fieldOf(statement, 'InsertStmt');
  if (insert !== undefined) return fieldOf(insert, 'onConflictClause') !== undefined || others.length > 0;
  return true;
}

function setColumns(update: unknown): readonly string[] {
  const targets = fieldOf(update, 'targetList');
  if (!Array.isArray(targets)) return [];
  return targets
    .map((target) => fieldOf(target, 'ResTarget', 'name'))
    .filter((name) => typeof name === 'string');
}

function refuseChangedKey(statement: unknown, wanted: Relation, key: readonly string[]): void {
  const names = new Set(key.map((name) => identifier(name) ?? name));
  for (const { node } of scoped(statement)) {
    const update = node['UpdateStmt'];
    if (update === undefined || !tablesIn(fieldOf(update, 'relation')).some((one) => matches(one, wanted)))
      continue;
    const changed = setColumns(update).filter((name) => names.has(name));
    if (changed.length === 0) continue;
    throw new AgoraError({
      code: 'backfill.changes_key',
      message: `The backfill changes ${changed.join(', ')}, by which it walks ${wanted.name}.`,
      why: 'A row would move in the order of the key, and be met twice or never.',
      fix: 'Walk by another unique key: -- agora: backfill <table> by (<key>).',
    });
  }
}

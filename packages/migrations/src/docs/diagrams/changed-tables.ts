import type { ColumnFacts, DatabaseFacts, ForeignKey, TableFacts } from '@agora/catalog';

/** Tables and columns that one picture in a comment can show. */
const MOST_TABLES = 20;
const MOST_COLUMNS = 20;

/** A table on both sides; one of them is absent where it is made or dropped. */
interface Pair {
  readonly id: string;
  readonly before: TableFacts | undefined;
  readonly after: TableFacts | undefined;
  readonly differs: boolean;
}

/**
 * What changes of tables and of what they point at, as an `erDiagram` that GitHub and GitLab draw; undefined where
 * nothing does. Of a changed table its keys and changed columns are shown, of its neighbours the name.
 * @see https://mermaid.js.org/syntax/entityRelationshipDiagram.html
 */
export function drawChange(before: DatabaseFacts, after: DatabaseFacts): string | undefined {
  const pairs = pairsOf(before, after);
  const changed = pairs.filter(({ differs }) => differs);
  if (changed.length === 0) return undefined;
  const drawn = changed.slice(0, MOST_TABLES);
  const byName = new Map(pairs.map((pair) => [nameOf(pair), pair]));
  const links = drawn.flatMap((pair) => linksOf(pair, byName));
  const neighbours = new Set(links.map(({ target }) => target).filter((pair) => !drawn.includes(pair)));
  return [
    'erDiagram',
    ...drawn.map(entity),
    ...[...neighbours].map((pair) => `  ${pair.id}["${quoted(nameOf(pair))}"]`),
    ...links.map(({ line }) => line),
    ...(changed.length > drawn.length ? [`  more["and ${changed.length - drawn.length} more tables"]`] : []),
  ].join('\n');
}

function pairsOf(before: DatabaseFacts, after: DatabaseFacts): readonly Pair[] {
  const old = new Map(tablesOf(before).map((table) => [fullName(table), table]));
  const current = new Map(tablesOf(after).map((table) => [fullName(table), table]));
  return [...new Set([...old.keys(), ...current.keys()])].toSorted().map((name, index) => {
    const pair = { id: `t${index}`, before: old.get(name), after: current.get(name) };
    return { ...pair, differs: shape(pair.before) !== shape(pair.after) };
  });
}

const tablesOf = ({ tables }: DatabaseFacts): readonly TableFacts[] =>
  tables.filter(({ kind }) => kind === 'table');

const fullName = ({ schema, name }: TableFacts): string => `${schema}.${name}`;

/** As people write it: without `public`. */
function nameOf({ before, after }: Pair): string {
  const table = after ?? before;
  if (table === undefined) return '';
  return table.schema === 'public' ? table.name : fullName(table);
}

function shape(table: TableFacts | undefined): string {
  if (table === undefined) return '';
  const { columns, primaryKey, foreignKeys } = table;
  return JSON.stringify([
    columns.map(({ name, type, required, value }) => [name, type, required, value]),
    primaryKey,
    foreignKeys.map(({ columns: own, targetSchema, target, targetColumns, definition }) => [
      own,
      targetSchema,
      target,
      targetColumns,
      definition,
    ]),
  ]);
}

function entity(pair: Pair): string {
  const { id, before, after } = pair;
  const state = before === undefined ? ' (new)' : after === undefined ? ' (dropped)' : '';
  const whole = before === undefined || after === undefined;
  const names = new Set([...(after?.columns ?? []), ...(before?.columns ?? [])].map(({ name }) => name));
  const rows = [...names].flatMap((name) => {
    const old = before?.columns.find((column) => column.name === name);
    const current = after?.columns.find((column) => column.name === name);
    const note = whole ? '' : noteOf(old, current);
    const keys = keysOf(name, after ?? before);
    if (!whole && note === '' && keys === '') return [];
    const type = word((current ?? old)?.type ?? '');
    return [`    ${type} ${word(name)}${keys}${note === '' ? '' : ` "${quoted(note)}"`}`];
  });
  const left = rows.length - MOST_COLUMNS;
  return [
    `  ${id}["${quoted(nameOf(pair))}${state}"] {`,
    ...rows.slice(0, MOST_COLUMNS),
    ...(left > 0 ? [`    more columns "${left}"`] : []),
    '  }',
  ].join('\n');
}

function noteOf(old: ColumnFacts | undefined, current: ColumnFacts | undefined): string {
  if (old === undefined) return current?.required === true ? 'new, required' : 'new';
  if (current === undefined) return 'dropped';
  return [
    ...(old.type === current.type ? [] : [`was ${old.type}`]),
    ...(old.required === current.required ? [] : [current.required ? 'now required' : 'now optional']),
    ...(old.value === current.value
      ? []
      : [current.value === undefined ? 'default dropped' : `default ${current.value}`]),
  ].join(', ');
}

function keysOf(column: string, table: TableFacts | undefined): string {
  const keys = [
    ...(table?.primaryKey.includes(column) === true ? ['PK'] : []),
    ...(table?.foreignKeys.some(({ columns }) => columns.includes(column)) === true ? ['FK'] : []),
  ];
  return keys.length === 0 ? '' : ` ${keys.join(', ')}`;
}

interface DrawnLink {
  readonly target: Pair;
  readonly line: string;
}

/** What a changed table points at; a broken line for what goes. */
function linksOf(pair: Pair, byName: ReadonlyMap<string, Pair>): readonly DrawnLink[] {
  const { before, after } = pair;
  const had = new Set((before?.foreignKeys ?? []).map(endsOf));
  const has = new Set((after?.foreignKeys ?? []).map(endsOf));
  const gone = (before?.foreignKeys ?? []).filter((key) => !has.has(endsOf(key)));
  return [...(after?.foreignKeys ?? []), ...gone].flatMap((key) => {
    const target = byName.get(
      key.targetSchema === 'public' ? key.target : `${key.targetSchema}.${key.target}`,
    );
    if (target === undefined) return [];
    const ends = endsOf(key);
    const state = has.has(ends) ? (had.has(ends) ? '' : ' (new)') : ' (dropped)';
    const many = key.unique ? '|o' : '}o';
    const one = key.optional ? 'o|' : '||';
    const label = `${quoted(key.columns.join(', '))}${state}`;
    return [
      { target, line: `  ${pair.id} ${many}${has.has(ends) ? '--' : '..'}${one} ${target.id} : "${label}"` },
    ];
  });
}

const endsOf = ({ columns, targetSchema, target, targetColumns }: ForeignKey): string =>
  JSON.stringify([columns, targetSchema, target, targetColumns]);

/** A type or a name as the diagram's grammar has them: no spaces, commas or dots, a letter first. */
function word(text: string): string {
  const plain = text.replaceAll(/[^A-Za-z0-9_[\]()-]+/g, '_');
  return /^[A-Za-z]/.test(plain) ? plain : `c${plain}`;
}

/** Inside quotes, which the grammar cannot escape. */
const quoted = (text: string): string => text.replaceAll('"', "'").replaceAll(/\s+/g, ' ');

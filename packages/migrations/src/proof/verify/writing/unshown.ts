import type { Catalog, FillableTable } from '@agora/catalog';
import { type Client, quoteIdentifier, sqlState } from '@agora/postgres';

import { withAllRows } from '../../all-rows.ts';
import { type Content, lostContent } from '../../sample/index.ts';
import type { PartlyCopied, Writing, Written } from './read-writing.ts';

/** What a way forward did, as far as made-up rows show it. */
export interface Shown {
  /** What the tables held before it. */
  readonly before: Content;
  /** What they held after it, under the names from before. */
  readonly after: Content;
  /** Places in the script of the statements that met no row. */
  readonly idle: ReadonlySet<number>;
}

/**
 * What a script may change of which no made-up row showed what becomes of it: on other rows it may change something, and
 * no way back was seen to undo it. So it counts as lost.
 *
 * @param notes gains a line for each, which begins with `where`
 * @returns `schema.table` or `schema.table.column`
 */
export function unshownChanges(
  { written, copiesUnasked }: Writing,
  shown: Shown,
  notes: string[],
  where = '',
): readonly string[] {
  const changed = new Set(lostContent(shown.before, shown.after));
  const unshown = new Map<number, Set<string>>();
  for (const one of written) {
    const metRows = one.statement === undefined || one.converts === true || !shown.idle.has(one.statement);
    if ((!copiesUnasked && tookRows(one, shown)) || (metRows && isShown(one, changed, shown.before)))
      continue;
    const name = [one.table.label, ...(one.column === undefined ? [] : [one.column])].join('.');
    unshown.set(one.line, (unshown.get(one.line) ?? new Set()).add(name));
  }
  return [...unshown].flatMap(([line, names]) => {
    notes.push(
      `${where}line ${line} changed no made-up row, so what it changes counts as lost: ${[...names].join(', ')}`,
    );
    return [...names];
  });
}

/** Whether a statement of its own has taken rows: it has shown what becomes of them, and none is missing in the end. */
function tookRows({ table, column, statement, empties }: Written, { before, idle }: Shown): boolean {
  if (column !== undefined || statement === undefined) return false;
  if (empties !== true) return !idle.has(statement);
  const [first] = before.tables.get(table.label)?.values.values() ?? [];
  return (first?.length ?? 0) > 0;
}

function isShown(
  { table, column, converts }: Written,
  changed: ReadonlySet<string>,
  before: Content,
): boolean {
  const { label } = table;
  if (changed.has(label)) return true;
  if (column === undefined)
    return before.tables.get(label)?.key.some((name) => changed.has(`${label}.${name}`)) === true;
  return changed.has(`${label}.${column}`) || (converts === true && isSmall(table, column));
}

/** Whether rows hold every value that there is, so that what becomes of each of them was seen: labels, yes or no. */
export function isSmall({ columns }: FillableTable, column: string): boolean {
  const type = columns.find(({ name }) => name === column)?.type;
  return type?.kind === 'e' || type?.name === 'bool';
}

/** Copies that leave rows of their table out, of which no made-up row was left out. */
export async function unshownCopies(client: Client, { copies }: Writing): Promise<readonly PartlyCopied[]> {
  const found: PartlyCopied[] = [];
  for (const copy of copies) if (!(await leavesOut(client, copy))) found.push(copy);
  return found;
}

async function leavesOut(client: Client, { table, where, columns }: PartlyCopied): Promise<boolean> {
  if (where === undefined) return false;
  const held =
    columns === undefined ? 'true' : `num_nonnulls(${columns.map(quoteIdentifier).join(', ')}) > 0`;
  const query = `SELECT EXISTS (SELECT FROM ${table.name} WHERE (${where}\n) IS NOT TRUE AND ${held}) AS found`;
  return withAllRows(client, async () => {
    const { rows } = await client.query<{ found: boolean }>(query);
    return rows[0]?.found === true;
  }).catch((error: unknown) => {
    // It names what is there only when it runs.
    if (sqlState(error) === undefined) throw error;
    return false;
  });
}

/** What of a copy's table is gone where it was: `schema.table` for rows, or `schema.table.column` for values. */
export function takenFrom(
  { table, columns }: PartlyCopied,
  { written }: Writing,
  before: Catalog,
  after: Catalog,
): readonly string[] {
  const [was, is] = [before, after].map(
    (catalog) => [...columnNames(catalog).values()].find(({ oid }) => oid === table.oid)?.columns,
  );
  const gone = [...(was ?? [])].filter(([sub]) => is?.has(sub) !== true).map(([, name]) => name);
  if (columns !== undefined)
    return gone.filter((one) => columns.includes(one)).map((one) => `${table.label}.${one}`);
  const rowsGo = written.some((one) => one.table === table && one.column === undefined);
  return gone.length > 0 || rowsGo ? [table.label] : [];
}

/** Tells whether a column of a table before the way forward is no longer there after it. */
export function goneFrom(before: Catalog, after: Catalog): (table: FillableTable, column: string) => boolean {
  const [was, is] = [columnNames(before), [...columnNames(after).values()]];
  return ({ label }, column) => {
    const table = was.get(label);
    const sub = [...(table?.columns ?? [])].find(([, own]) => own === column)?.[0];
    return sub === undefined || is.find(({ oid }) => oid === table?.oid)?.columns.has(sub) !== true;
  };
}

/** Content that was read after a way forward, under the names that tables and columns had before it. */
export function underOldNames(content: Content, before: Catalog, after: Catalog): Content {
  const names = columnNames(after);
  const tables = new Map<string, ReturnType<Content['tables']['get']> & object>();
  for (const [label, { oid, columns }] of columnNames(before)) {
    const [now, current] = [...names].find(([, one]) => one.oid === oid) ?? [];
    const held = now === undefined ? undefined : content.tables.get(now);
    if (held === undefined) continue;
    const renamed = <T>(values: ReadonlyMap<string, T>): ReadonlyMap<string, T> =>
      new Map(
        [...columns].flatMap(([sub, name]) => {
          const value = values.get(current?.columns.get(sub) ?? '');
          return value === undefined ? [] : [[name, value] as const];
        }),
      );
    tables.set(label, { ...held, values: renamed(held.values), placed: renamed(held.placed) });
  }
  return { tables };
}

/** Tells what `schema.table` or `schema.table.column` of one state was called in the one before; undefined where it was not. */
export function nameBefore(before: Catalog, after: Catalog): (name: string) => string | undefined {
  const [was, is] = [columnNames(before), columnNames(after)];
  const oldNames = new Map<string, string>();
  for (const [label, { oid, columns }] of is) {
    const [old, known] = [...was].find(([, one]) => one.oid === oid) ?? [];
    if (old === undefined) continue;
    oldNames.set(label, old);
    for (const [sub, name] of columns) {
      const column = known?.columns.get(sub);
      if (column !== undefined) oldNames.set(`${label}.${name}`, `${old}.${column}`);
    }
  }
  return (name) => oldNames.get(name);
}

type Names = ReadonlyMap<string, { readonly oid: number; readonly columns: Map<number, string> }>;

/** By `schema.table`: its number, and the names of its columns by theirs. */
function columnNames({ objects }: Catalog): Names {
  const found = new Map<string, { readonly oid: number; readonly columns: Map<number, string> }>();
  for (const { kind, schema, parent, name, address } of objects.values()) {
    if (kind !== 'column') continue;
    const label = `${schema}.${parent}`;
    const known = found.get(label) ?? { oid: address.oid, columns: new Map<number, string>() };
    known.columns.set(address.sub, name);
    found.set(label, known);
  }
  return found;
}

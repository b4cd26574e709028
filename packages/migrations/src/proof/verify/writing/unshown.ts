import type { Catalog } from '@agora/catalog';
import { type Client, sqlState } from '@agora/postgres';

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
  { written }: Writing,
  shown: Shown,
  notes: string[],
  where = '',
): readonly string[] {
  const changed = new Set(lostContent(shown.before, shown.after));
  const unshown = new Map<number, Set<string>>();
  for (const one of written) {
    const metRows = one.statement === undefined || one.converts === true || !shown.idle.has(one.statement);
    if (metRows && isShown(one, changed, shown.before)) continue;
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

function isShown(
  { table, column, converts }: Written,
  changed: ReadonlySet<string>,
  before: Content,
): boolean {
  const { label } = table;
  if (changed.has(label)) return true;
  if (column === undefined)
    return before.tables.get(label)?.key.some((name) => changed.has(`${label}.${name}`)) === true;
  const type = table.columns.find(({ name }) => name === column)?.type;
  // Rows hold every label there is, and what a conversion makes of each of them was seen.
  const isSmall = type?.kind === 'e' || type?.name === 'bool';
  return changed.has(`${label}.${column}`) || (converts === true && isSmall);
}

/** Copies that leave rows of their table out, of which no made-up row was left out. */
export async function unshownCopies(client: Client, { copies }: Writing): Promise<readonly PartlyCopied[]> {
  const found: PartlyCopied[] = [];
  for (const copy of copies) if (!(await leavesOut(client, copy))) found.push(copy);
  return found;
}

async function leavesOut(client: Client, { table, where }: PartlyCopied): Promise<boolean> {
  if (where === undefined) return false;
  const query = `SELECT EXISTS (SELECT FROM ${table.name} WHERE (${where}\n) IS NOT TRUE) AS found`;
  return withAllRows(client, async () => {
    const { rows } = await client.query<{ found: boolean }>(query);
    return rows[0]?.found === true;
  }).catch((error: unknown) => {
    // It names what is there only when it runs.
    if (sqlState(error) === undefined) throw error;
    return false;
  });
}

/** Whether the rows of a copy's table, or values of them, are gone where they were. */
export function isTakenFrom(
  { table }: PartlyCopied,
  { written }: Writing,
  before: Catalog,
  after: Catalog,
): boolean {
  const count = ({ objects }: Catalog): number =>
    [...objects.values()].filter(({ kind, address }) => kind === 'column' && address.oid === table.oid)
      .length;
  return (
    count(after) < count(before) || written.some((one) => one.table === table && one.column === undefined)
  );
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

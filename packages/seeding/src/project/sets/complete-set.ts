import type { NamedSet } from './resolve-set.ts';
import { nameBasedId } from './name-based-id.ts';
import { keyText, type ProjectSet, Reference, type SetRow, type SetValue } from './set.ts';

/** A set whose rows know what they refer to. */
interface TiedSet {
  readonly set: NamedSet;
  readonly rows: readonly SetRow[];
  /** All that are seeded together. */
  readonly sets: readonly NamedSet[];
  readonly seed: number;
  readonly report: (text: string) => void;
}

/** Gives rows what Prisma's client would have made, and says what the set needs, and what no row may lack. */
export function completeSet(tied: TiedSet): ProjectSet {
  const { set, sets } = tied;
  const { target, fields = [] } = set;
  const { version = 1, needs = [], unhashed = [] } = set.set;
  const { rows, made, touched } = filled(tied);
  const identities = target.table.columns.filter(({ identity, name }) => identity && !set.key.includes(name));
  const given = new Set(rows.flatMap((row) => [...row.keys()]));
  for (const { name, notNull, hasDefault } of target.table.columns) {
    if (!notNull || hasDefault) continue;
    const bare = rows.findIndex((row) => (row.get(name) ?? null) === null);
    if (bare === -1) continue;
    const field = fields.find(({ column }) => column === name)?.name ?? name;
    tied.report(`row ${bare + 1} gives no value for "${field}", which may not be empty and has no default.`);
  }
  return Object.freeze({
    entity: set.name,
    target,
    schema: target.schema,
    table: target.name,
    columns: target.table.columns.map(({ name }) => name).filter((name) => given.has(name)),
    key: set.key,
    needs: [...new Set([...needs, ...referredBy(rows), ...pointedAt(set, given, sets)])].filter(
      (name) => name !== set.name,
    ),
    version,
    unhashed: [...unhashed.map((name) => set.columns.get(name)?.column.name ?? name), ...made, ...touched],
    rows,
    insertOnly: new Set([...made, ...identities.map(({ name }) => name)]),
    touched: new Set(touched),
  });
}

/** Ids that the client would make, from the row's key; and the time of `@updatedAt`. */
function filled({ set, rows, seed }: TiedSet): {
  rows: readonly SetRow[];
  made: readonly string[];
  touched: readonly string[];
} {
  const { fields = [], target, key } = set;
  const empty = fields.filter(({ column, made, touched }) => {
    const known = target.table.columns.find(({ name }) => name === column);
    return (made !== undefined || touched === true) && known !== undefined && !known.hasDefault;
  });
  const wanting = empty.filter(({ column }) => rows.some((row) => !row.has(column)));
  const now = new Date();
  const complete = rows.map((row) => {
    const missing = wanting.filter(({ column }) => !row.has(column));
    if (missing.length === 0) return row;
    const name = `${seed}/${target.table.label}/${keyText(key.map((column) => row.get(column)))}`;
    const values = missing.map(({ column, made }): [string, SetValue] => [
      column,
      made === undefined ? now : nameBasedId(made, `${name}/${column}`),
    ]);
    return new Map([...row, ...values]);
  });
  const columnsOf = (touched: boolean): string[] =>
    wanting.filter((field) => (field.touched === true) === touched).map(({ column }) => column);
  return { rows: complete, made: columnsOf(false), touched: columnsOf(true) };
}

function referredBy(rows: readonly SetRow[]): readonly string[] {
  return rows.flatMap((row) =>
    [...row.values()].flatMap((value) => (value instanceof Reference ? [value.set] : [])),
  );
}

/** Sets that fill a table at which a foreign key of given columns points. */
function pointedAt(
  { target }: NamedSet,
  given: ReadonlySet<string>,
  sets: readonly NamedSet[],
): readonly string[] {
  const parents = target.table.foreignKeys
    .filter(({ columns }) => columns.every((column) => given.has(column)))
    .map((key) => key.target);
  return sets
    .filter((one) => one.target.table.oid !== target.table.oid && parents.includes(one.target.table.oid))
    .map(({ name }) => name);
}

import { labelOf, type SchemaTable, withPartitions } from './schema/table.ts';

/** Where the rows of a table live: on the node of their tenant, on every node, or on the coordinator alone. */
export type Place = 'distributed' | 'reference' | 'local';

/** A table with its place. */
export interface PlacedTable {
  readonly table: SchemaTable;
  readonly place: Place;
  /** What decided it, in words. */
  readonly why: string;
}

/**
 * Decides where each table goes: by its tenant where it has that column; on every node where a table that is on the
 * nodes points at it, for a foreign key is checked where the row is; else it stays. Pure.
 * @param tables by label
 * @param tenant the column
 * @param everywhere labels of tables that are to be on every node whatever points at them
 */
export function placeTables(
  tables: ReadonlyMap<string, SchemaTable>,
  tenant: string,
  everywhere: ReadonlySet<string> = new Set(),
): readonly PlacedTable[] {
  const places = new Map<string, PlacedTable>();
  const roots = rootsOf(tables.values());
  for (const [label, table] of tables) {
    if (everywhere.has(label))
      places.set(label, { table, place: 'reference', why: 'named with --reference' });
    else if (table.columns.has(tenant))
      places.set(label, { table, place: 'distributed', why: `has ${tenant}` });
  }
  // What a reference table points at must be on every node too.
  let pending = [...places.values()];
  while (pending.length > 0) {
    const reached = new Map<string, string[]>();
    for (const { table } of pending) {
      for (const { target } of withPartitions(table).flatMap(({ foreignKeys }) => foreignKeys)) {
        const label = roots.get(labelOf(target)) ?? labelOf(target);
        if (!places.has(label)) reached.set(label, [...(reached.get(label) ?? []), labelOf(table)]);
      }
    }
    pending = [...reached].flatMap(([label, from]) => {
      const table = tables.get(label);
      return table === undefined ? [] : [{ table, place: 'reference' as const, why: pointedAt(from) }];
    });
    for (const one of pending) places.set(labelOf(one.table), one);
  }
  return [...tables.values()].map(
    (table) =>
      places.get(labelOf(table)) ?? {
        table,
        place: 'local',
        why: `has no ${tenant}, and no table with it points here`,
      },
  );
}

/** The label of the table that each table is, or is a partition of, by its own label. */
export function rootsOf(tables: Iterable<SchemaTable>): ReadonlyMap<string, string> {
  return new Map(
    [...tables].flatMap((root) =>
      withPartitions(root).map((table) => [labelOf(table), labelOf(root)] as const),
    ),
  );
}

function pointedAt(from: readonly string[]): string {
  const names = [...new Set(from)];
  const [first = ''] = names;
  return names.length === 1
    ? `${first} points at it`
    : `${names.length} tables point at it, such as ${first}`;
}

import { type Client, type CopyValue, quoteIdentifier } from '@agora/postgres';
import { ROW_NUMBER, withStaged } from '../../records/index.ts';
import { keyText, type ProjectSet, Reference, type SetRow } from '../sets/set.ts';

/** A row whose references have been found. */
export interface ResolvedRow {
  /** As `keyText` writes it, references unresolved. */
  readonly key: string;
  readonly values: ReadonlyMap<string, CopyValue>;
}

/** Columns of rows that are in the database, for the rows that refer to them. */
export class FoundRows {
  /** Columns that are referred to, by set. */
  readonly #wanted = new Map<string, Set<string>>();
  /** By set, key and column. */
  readonly #found = new Map<string, Map<string, ReadonlyMap<string, string | null>>>();

  constructor(sets: readonly ProjectSet[]) {
    for (const { rows } of sets)
      for (const row of rows)
        for (const value of row.values()) {
          if (!(value instanceof Reference)) continue;
          const columns = this.#wanted.get(value.set) ?? new Set();
          this.#wanted.set(value.set, columns.add(value.column));
        }
  }

  /** A row with what it refers to; undefined while that is not there. */
  resolve(set: ProjectSet, row: SetRow): ResolvedRow | undefined {
    const values = this.#resolved(row, [...row.keys()]);
    return values === undefined ? undefined : { key: textOfKey(set, row), values };
  }

  /** What a row refers to and is not there. */
  missing(row: SetRow): readonly Reference[] {
    return [...row.values()].filter(
      (value): value is Reference => value instanceof Reference && this.#lookUp(value) === undefined,
    );
  }

  /** The keys of the rows of a set, as far as what they refer to is there. */
  keys(set: ProjectSet): readonly { readonly key: string; readonly values: readonly CopyValue[] }[] {
    return set.rows.flatMap((row) => {
      const values = this.#resolved(row, set.key);
      return values === undefined ? [] : [{ key: textOfKey(set, row), values: [...values.values()] }];
    });
  }

  /** Reads what others refer to from the rows of a set that are in the database. */
  async read(client: Client, set: ProjectSet): Promise<void> {
    if (!this.#wanted.has(set.entity)) return;
    const keys = this.keys(set);
    const rows = keys.map(({ values }) => values);
    await withStaged(client, { table: set.target.sql, columns: set.key, rows }, (staging) =>
      this.note(
        client,
        set,
        staging,
        keys.map(({ key }) => key),
      ),
    );
  }

  /** The same from rows that are staged. */
  async note(client: Client, set: ProjectSet, staging: string, keys: readonly string[]): Promise<void> {
    const columns = [...(this.#wanted.get(set.entity) ?? [])];
    if (columns.length === 0) return;
    const same = set.key.map(quoteIdentifier).map((column) => `t.${column} = s.${column}`);
    const { rows } = await client.query<{ number: number; values: (string | null)[] }>(
      `SELECT s.${quoteIdentifier(ROW_NUMBER)} AS number,
              jsonb_build_array(${columns.map((column) => `t.${quoteIdentifier(column)}::text`).join(', ')}) AS values
         FROM ${staging} s JOIN ${set.target.sql} t ON ${same.join(' AND ')}`,
    );
    const found = this.#found.get(set.entity) ?? new Map<string, ReadonlyMap<string, string | null>>();
    for (const { number, values } of rows)
      found.set(keys[number - 1]!, new Map(columns.map((column, index) => [column, values[index] ?? null])));
    this.#found.set(set.entity, found);
  }

  #resolved(row: SetRow, columns: readonly string[]): ReadonlyMap<string, CopyValue> | undefined {
    const values = new Map<string, CopyValue>();
    for (const column of columns) {
      const value = row.get(column);
      if (value === undefined) return undefined;
      const resolved = value instanceof Reference ? this.#lookUp(value) : value;
      if (resolved === undefined) return undefined;
      values.set(column, resolved);
    }
    return values;
  }

  #lookUp({ set, key, column }: Reference): string | null | undefined {
    return this.#found.get(set)?.get(key)?.get(column);
  }
}

function textOfKey(set: ProjectSet, row: SetRow): string {
  return keyText(set.key.map((column) => row.get(column)));
}

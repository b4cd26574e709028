import type { CopyValue } from '@agora/postgres';
import type { SeededTable } from '../../rows/index.ts';
import type { Target } from '../names/targets.ts';

/** Stands for a column of a row of another set, until that row has been written. */
export class Reference {
  readonly set: string;
  readonly key: string;
  readonly column: string;

  /**
   * @param set name of the other set
   * @param key the row's, as {@link keyText} writes it
   * @param column which of its columns
   */
  constructor(set: string, key: string, column: string) {
    this.set = set;
    this.key = key;
    this.column = column;
  }

  /** For content hashes and keys. */
  toJSON(): unknown {
    return { reference: this.set, key: this.key, column: this.column };
  }
}

/** What a column of a set's row holds. */
export type SetValue = CopyValue | Reference;

/** A row by column; a column that is not there is left to the database. */
export type SetRow = ReadonlyMap<string, SetValue>;

/** A set of seeds, its names looked up and its values checked. Frozen. */
export interface ProjectSet extends SeededTable {
  readonly target: Target;
  readonly rows: readonly SetRow[];
  /** Columns that a row is given when it is made, and keeps. */
  readonly insertOnly: ReadonlySet<string>;
  /** Columns that say when a row was changed. */
  readonly touched: ReadonlySet<string>;
}

/** A key as text: the same for every way of writing a value. */
export function keyText(values: readonly (SetValue | undefined)[]): string {
  return JSON.stringify(values.map(partText));
}

function partText(value: SetValue | undefined): unknown {
  if (value instanceof Reference) return value;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  return typeof value === 'object' ? value : String(value);
}

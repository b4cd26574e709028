import type { Name } from '@agora/postgres/parser';

import type { Origin } from '../../script/model/schema-model.ts';
import type { ScriptSetting } from './script-settings.ts';

/** Kinds of objects whose CASCADE reaches tables and columns, as `pg_get_object_address` names them. */
export type CascadingKind =
  | 'schema'
  | 'type'
  | 'domain'
  | 'extension'
  | 'collation'
  | 'view'
  | 'materialized view'
  | 'foreign table';

/** What writes rows, and so fires triggers. */
export type WriteEvent = 'INSERT' | 'UPDATE' | 'DELETE' | 'TRUNCATE';

/** What all kinds of DROP say. */
interface Drop {
  readonly cascade: boolean;
  /** IF EXISTS: it need not be there. */
  readonly ifExists: boolean;
}

/** What values of a column become, as SQL over the rows that are there before the first statement. */
export interface Becoming {
  /** The new value. */
  readonly value: string;
  /** Its type, where that changes. */
  readonly type?: string;
  /** The rows: `ONLY "a" AS x`, and what the table is called in the value. */
  readonly rows: string;
  readonly alias: string;
  /** What stands after FROM and WHERE of an UPDATE. */
  readonly from?: string;
  readonly where?: string;
  /** The way forward: what it makes of the new value, over a column of the same name. */
  readonly again?: string;
}

/** What a statement takes away, or may, as far as its text tells. Names are those from before the first statement. */
export type Taking =
  | (Drop & { readonly kind: 'table'; readonly table: Origin })
  | (Drop & {
      readonly kind: 'column';
      readonly table: Origin;
      readonly column: string;
      /** What it holds a copy of, in SQL: only rows in which it does not are a loss. */
      readonly copyOf?: string;
    })
  /** A part of every value of a composite type. */
  | (Drop & { readonly kind: 'attribute'; readonly type: Origin; readonly attribute: string })
  /** An object of another kind, with all that depends on it. */
  | (Drop & { readonly kind: 'object'; readonly of: CascadingKind; readonly name: Origin })
  | { readonly kind: 'truncate'; readonly table: Origin; readonly only: boolean; readonly cascade: boolean }
  | {
      readonly kind: 'delete';
      readonly table: Origin;
      /** Counts the rows that go; without it, they are at most all. */
      readonly query?: string;
      readonly where?: string;
      /** The rows that go, to be asked of one at a time: `ONLY "a" AS x WHERE ...`; absent where they cannot be. */
      readonly rows?: string;
    }
  /** Rows, or values of a column, that the author of the script says are lost. */
  | { readonly kind: 'declared'; readonly table: Origin; readonly column?: string; readonly where?: string }
  /**
   * Values that are converted or overwritten: lost are those for which a condition holds, or that casts or the way
   * forward do not bring back; of what cannot be asked, at most all.
   */
  | {
      readonly kind: 'values';
      readonly table: Origin;
      readonly column: string;
      readonly by: { readonly where: string } | { readonly casts: readonly string[] } | Becoming | 'unread';
    }
  /** A function or procedure that runs, and may do anything. */
  | { readonly kind: 'call'; readonly name: Name; readonly path: readonly string[] }
  /** Rows are written, at which triggers and rules may do anything. */
  | {
      readonly kind: 'write';
      readonly table: Origin;
      readonly event: WriteEvent;
      /** Columns that the script has added by then: what they hold is nobody's loss. */
      readonly added: readonly string[];
    }
  | { readonly kind: 'unknown'; readonly problem: string };

/** A taking, and where it is written. */
export interface PlacedTaking {
  readonly taking: Taking;
  /** 1-based; absent for what a directive declares. */
  readonly line?: number;
  /** Whether it runs only under some condition, or as often as a loop does. */
  readonly isBound: boolean;
  /** Whether the statement that takes it is one that can park it: a DROP, or a change of type, by itself. */
  readonly mayPark?: boolean;
  /** What the script has set by then, of which values depend. */
  readonly settings?: readonly ScriptSetting[];
}

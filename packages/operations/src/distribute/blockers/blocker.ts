import type { Fault } from '@agora/core';

import type { Place, PlacedTable } from '../place-tables.ts';
import type { Reach } from '../schema/reads.ts';

/** Something that keeps a schema from being distributed as it is. */
export interface Blocker extends Fault {
  /** Label of the table. */
  readonly table: string;
  /** Name of the column, constraint, index, trigger or policy; absent where it is the table itself. */
  readonly object?: string;
}

/** What is judged besides the table at hand. */
export interface Judged {
  readonly tenant: string;
  /** The type of the tenant's column that most tables have. */
  readonly tenantType: string;
  /** Label of the collation that these have; undefined where it is the type's own. */
  readonly tenantCollation: string | undefined;
  readonly placed: ReadonlyMap<string, PlacedTable>;
  /** By the label of a table or partition; local where it is neither. */
  readonly placeOf: (label: string) => Place;
  /** Labels of tables that functions reach whose calls go to the node of a tenant. */
  readonly onNodes: ReadonlySet<string>;
  readonly reachOf: (routine: string) => Reach;
}

/** Finds what stands in the way of one table going to its place. Pure. */
export type Rule = (one: PlacedTable, judged: Judged) => readonly Blocker[];

import type { Catalog, Scope } from '@agora/catalog';
import type { FactBase } from '@supabase/pg-delta';

import type { RoleState } from './roles/role-state.ts';

/** The two states that a way back leads between, read from one database before and after the migration. */
export interface States {
  readonly before: Catalog;
  readonly beforeFacts: FactBase;
  readonly after: Catalog;
  readonly afterFacts: FactBase;
  /** Where the server is its own. */
  readonly roles?: { readonly before: RoleState; readonly after: RoleState };
  /** The way forward, as it is written: what a catalog does not tell, such as the zone of a conversion. */
  readonly up: string;
  /** The role of the scratch database, for which whoever runs the way back is put. */
  readonly user: string;
  /** Where the two ends come from different databases: what counts of them. Who owns what does not, then. */
  readonly scope?: Scope;
}

import type { TableFacts } from '@agora/catalog';

import type { Relation } from './relations.ts';
import type { ModelDocs } from './schema-docs.ts';

/** A table with the model it belongs to. */
export interface DocumentedTable extends TableFacts {
  readonly model?: ModelDocs;
  /** Foreign keys, and relations that only the Prisma schema has. */
  readonly relations: readonly Relation[];
}

/** A relation with both of its ends. */
export interface Link {
  readonly table: DocumentedTable;
  readonly target: DocumentedTable;
  readonly relation: Relation;
}

/** Tables that are shown together. */
export interface TableGroup {
  readonly name: string;
  readonly tables: readonly DocumentedTable[];
}

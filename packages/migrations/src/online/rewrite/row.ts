import type { Node } from 'libpg-query';

import type { ParsedStatement } from '@agora/postgres/parser';

import type { Finding } from '../../lint/finding.ts';
import type { Alteration } from '../../script/alterations.ts';
import type { SchemaModel } from '../../script/model/schema-model.ts';
import type { Facts } from './facts.ts';
import type { Rewriting } from './step.ts';

/** One hazard, and what is known around it. */
export interface Hazard {
  readonly finding: Finding;
  readonly statement: ParsedStatement;
  readonly node: Node;
  /** The subcommand of ALTER TABLE that it is about. */
  readonly alteration?: Alteration;
  /** All subcommands of that statement. */
  readonly alterations: readonly Alteration[];
  /** `ALTER TABLE ONLY "a"`: what stands before the subcommands. */
  readonly head: string;
  /** The schema before the statement. */
  readonly model: SchemaModel;
  readonly facts: Facts;
  /** What statements of the script take away up to this one, itself included, by the names of `order/exchanges.ts`. */
  readonly gone: ReadonlySet<string>;
  /** What the statements after it give. */
  readonly comes: ReadonlySet<string>;
  /** Number of the first of the migrations that the whole becomes: what they make, running code does not know. */
  readonly first: number;
}

/** A row of the table: what stands in the way, and what it becomes. */
export interface Row {
  /** The lint rules whose findings it takes. */
  readonly rules: readonly string[];
  /** Undefined for a shape that another row takes. */
  rewrite(hazard: Hazard): Rewriting | undefined;
}

import { quoteIdentifier } from '@agora/postgres';

import { PARKED_PREFIX } from '../names.ts';
import type { ConstraintShape, Shape } from '../read/shape.ts';

/** Constraints and indexes that were parked with something, and that a script may want again. */
export interface Claims {
  readonly constraints: readonly ConstraintShape[];
  readonly indexes: Shape['indexes'];
}

/** Those of a table. */
export function claimsOf({ constraints, indexes }: Pick<Shape, 'constraints' | 'indexes'>): Claims {
  return { constraints: constraints.filter(isParked), indexes: indexes.filter(isParked) };
}

const isParked = ({ name }: { readonly name: string }): boolean => name.startsWith(PARKED_PREFIX);

/** The same, once a column has its own name again. */
export function withColumn({ constraints, indexes }: Claims, parkedAs: string, column: string): Claims {
  const [from, to] = [sqlName(parkedAs), sqlName(column)];
  const renamed = <T extends { readonly definition: string }>(one: T): T => ({
    ...one,
    definition: one.definition.replaceAll(from, to),
  });
  return { constraints: constraints.map(renamed), indexes: indexes.map(renamed) };
}

/** A name as the server writes it in a definition: quoted where it must be. Reserved words are quoted there as well. */
function sqlName(name: string): string {
  return /^[a-z_][a-z0-9_$]*$/.test(name) ? name : quoteIdentifier(name);
}

/** SQL that gives a table a constraint: one that was parked, under its new name, or a new one. */
export function claimed(table: string, wanted: ConstraintShape, { constraints }: Claims): readonly string[] {
  const kept = constraints.find((one) => one.type === wanted.type && one.definition === wanted.definition);
  const isNamed = !wanted.name.startsWith(TWIN);
  if (kept && isNamed)
    return [
      `ALTER TABLE ${table} RENAME CONSTRAINT ${quoteIdentifier(kept.name)} TO ${quoteIdentifier(wanted.name)}`,
    ];
  const name = isNamed ? `CONSTRAINT ${quoteIdentifier(wanted.name)} ` : '';
  return [`ALTER TABLE ${table} ADD ${name}${wanted.definition}`];
}

/** Name of the empty table on which is tried what a script does to one; also how the server's own names on it begin. */
export const TWIN = 'agora_twin';

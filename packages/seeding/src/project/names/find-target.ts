import { didYouMean } from '@agora/core';
import type { AnySeedSet } from '../../define/index.ts';
import type { SeedField, SeedModel } from './model-names.ts';
import type { Target } from './targets.ts';

/** What names in a set can mean. */
export interface Names {
  readonly targets: readonly Target[];
  readonly models: readonly SeedModel[];
  /** Where a table without a schema stands. */
  readonly schema: string;
}

/** The table of a set, and its fields where the set names a model. */
export interface Named {
  readonly target: Target;
  readonly fields: readonly SeedField[] | undefined;
}

/** The table that a set names, or what is wrong with the name. */
export function findTarget({ model, table }: AnySeedSet, names: Names): Named | string {
  return model === undefined ? byTable(table ?? '', names) : byModel(model, names);
}

function byModel(name: string, names: Names): Named | string {
  const model = names.models.find((one) => one.name === name);
  if (model === undefined) {
    return `there is no model "${name}" in the Prisma schema.${suggestion(
      name,
      names.models.map((one) => one.name),
    )}`;
  }
  const { schema = names.schema, table, fields } = model;
  const target = names.targets.find((one) => one.schema === schema && one.name === table);
  return target === undefined
    ? `the model "${name}" is in the schema, and its table ${schema}.${table} is not in the database. Apply the migrations first: agora migrate deploy`
    : { target, fields };
}

function byTable(name: string, { targets, schema }: Names): Named | string {
  const found =
    targets.find((one) => one.schema === schema && one.name === name) ??
    targets.find(({ table }) => table.label === name);
  if (found !== undefined) return { target: found, fields: undefined };
  const known = targets.map((one) => (one.schema === schema ? one.name : one.table.label));
  return `there is no table "${name}" in the database.${suggestion(name, known)}`;
}

/** ` Did you mean ...?`, or nothing. */
export function suggestion(given: string, known: readonly string[]): string {
  const near = didYouMean(given, known);
  return near.length === 0 ? '' : ` Did you mean ${near.join(' or ')}?`;
}

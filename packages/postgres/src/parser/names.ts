import { quoteIdentifier } from '../connection/quoting.ts';
import type { Node, RangeVar } from 'libpg-query';

import { as, items, strings } from './syntax.ts';

/** A name as it stands in a script: the schema only where it was written. */
export interface Name {
  readonly schema?: string;
  readonly name: string;
}

/** The name of a table reference. */
export function nameOf(relation: RangeVar | undefined): Name {
  const name = relation?.relname ?? '';
  return relation?.schemaname === undefined ? { name } : { schema: relation.schemaname, name };
}

/** The name in a list of String nodes: `[schema, name]` or `[name]`. */
export function nameFrom(nodes: readonly Node[] | undefined): Name {
  const parts = strings(nodes);
  const name = parts.at(-1) ?? '';
  const schema = parts.at(-2);
  return schema === undefined ? { name } : { schema, name };
}

/** The names of the objects of a DROP statement. */
export function droppedNames(objects: readonly Node[] | undefined): readonly Name[] {
  return (objects ?? []).map((object) =>
    nameFrom(as(object, 'TypeName')?.names ?? as(object, 'ObjectWithArgs')?.objname ?? items(object)),
  );
}

/** The name, quoted, to be pasted into SQL. */
export function quoted(name: Name): string {
  return name.schema === undefined
    ? quoteIdentifier(name.name)
    : `${quoteIdentifier(name.schema)}.${quoteIdentifier(name.name)}`;
}

/** The name without quotes, to be read in a sentence. */
export function plain(name: Name): string {
  return name.schema === undefined ? name.name : `${name.schema}.${name.name}`;
}

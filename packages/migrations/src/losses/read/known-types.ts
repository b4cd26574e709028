import type { SchemaModel } from '../../script/model/schema-model.ts';
import { typeSql } from '../../script/model/types.ts';

/** A type that is there before the first statement: of one that the script makes, what it is made of. */
export function knownType(type: string, model: SchemaModel): string {
  const labels = model.enumOf(type);
  if (labels && model.isUnseen(labels.createdIn)) return 'text';
  const domain = model.domainOf(type);
  return domain?.base !== undefined && model.isUnseen(domain.createdIn)
    ? knownType(domain.base, model)
    : type;
}

/** An expression without casts to types that are not there yet. */
export function withKnownTypes(text: string, model: SchemaModel): string {
  return text.replaceAll(/::\s*((?:(?:"[^"]+"|\w+)\s*\.\s*)?(?:"[^"]+"|\w+))/g, (all, written: string) => {
    const type = written.replaceAll(/["\s]/g, '');
    const known = knownType(type, model);
    return known === type ? all : `::${typeSql(known)}`;
  });
}

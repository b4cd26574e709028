import type { CatalogObject } from './catalog.ts';

/** The labels of an enum in their order; none for any other object. */
export function enumLabels(object: CatalogObject): readonly string[] {
  const labels = object.kind === 'enum' ? object.definition['labels'] : undefined;
  return Array.isArray(labels) ? labels.filter((label) => typeof label === 'string') : [];
}

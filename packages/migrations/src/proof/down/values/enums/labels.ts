import { asText, type Catalog, type CatalogObject, enumLabels } from '@agora/catalog';

/** The labels of a column of an enum; none of any other. */
export function labelsOf(column: CatalogObject, catalog: Catalog): readonly string[] {
  const type = [...catalog.objects.values()].find(
    (object) =>
      object.kind === 'enum' &&
      `${object.schema ?? ''}.${object.name}` === asText(column.hidden['type name']),
  );
  return type === undefined ? [] : enumLabels(type);
}

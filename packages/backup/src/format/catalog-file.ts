import type { Catalog, CatalogObject } from '@agora/catalog';

/** A catalog as text. */
export function renderCatalog({ serverVersion, objects }: Catalog): string {
  return JSON.stringify({ serverVersion, objects: [...objects.values()] });
}

/** @param text by {@link renderCatalog} */
export function parseCatalog(text: string): Catalog {
  const { serverVersion, objects }: { serverVersion: number; objects: readonly CatalogObject[] } =
    JSON.parse(text);
  return { serverVersion, objects: new Map(objects.map((object) => [object.key, object])) };
}

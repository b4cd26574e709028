import { asText, type Catalog, type CatalogObject, enumLabels } from '@agora/catalog';

/** Values of an enum that go while columns may hold them: the migration fails on such rows. */
export function enumValueLosses(before: Catalog, after: Catalog): string[] {
  return [...before.objects.values()].flatMap((object) => {
    const now = after.objects.get(object.key);
    if (object.kind !== 'enum' || now === undefined) return [];
    const kept = new Set(enumLabels(now));
    const gone = enumLabels(object).filter((label) => !kept.has(label));
    if (gone.length === 0) return [];
    const columns = columnsOf(object, before);
    if (columns.length === 0) return [];
    return [
      `The migration fails where ${columns.join(', ')} ${columns.length === 1 ? 'holds' : 'hold'} ${gone.join(' or ')}: change such rows first, in a migration of its own. If a value only has a new name: --rename ${object.name}.${gone[0]}=${object.name}.<new name>`,
    ];
  });
}

/** Indexes that go although Prisma's schema never named them. */
export function dropsUnseen(before: Catalog, after: Catalog, sql: string): string[] {
  return [...before.objects.values()].flatMap((object) => {
    if (object.kind !== 'index' || object.hidden['constraint'] === true) return [];
    if (after.objects.has(object.key) || isTableGone(object, after)) return [];
    const named = sql.includes(`"${object.name}"`);
    // The names that Prisma itself gives end so.
    if (named && /_(?:idx|key)$/.test(object.name)) return [];
    return [
      `The index ${object.name} on ${object.parent} was made by hand and goes${named ? '' : ' with its column'}: ${asText(object.definition['definition'])}. To keep it, take its DROP INDEX out of the file, or make it again.`,
    ];
  });
}

function isTableGone({ schema, parent }: CatalogObject, after: Catalog): boolean {
  return ![...after.objects.values()].some(
    (object) =>
      (object.kind === 'table' || object.kind === 'materialized view') &&
      object.schema === schema &&
      object.name === parent,
  );
}

function columnsOf(type: CatalogObject, catalog: Catalog): string[] {
  const name = `${type.schema}.${type.name}`;
  return [...catalog.objects.values()].flatMap((object) =>
    object.kind === 'column' &&
    [name, `${type.schema}._${type.name}`].includes(asText(object.hidden['type name'])) &&
    object.hidden['relation kind'] !== 'v'
      ? [`${object.parent}.${object.name}`]
      : [],
  );
}

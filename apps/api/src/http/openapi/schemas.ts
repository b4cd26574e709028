/**
 * Leaves out component schemas that nothing refers to: the zod provider makes one for requests and one for answers of
 * every named schema, and most are used in one direction only.
 * @param document an OpenAPI 3.1 document; not changed
 */
export function withoutUnusedSchemas<Document extends object>(document: Document): Document {
  const { components, ...rest } = document as { components?: { schemas?: Record<string, unknown> } };
  const all = components?.schemas ?? {};
  const used = new Set<string>();
  const pending: unknown[] = [rest];
  while (pending.length > 0) {
    for (const [, name] of JSON.stringify(pending.pop()).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (name === undefined || used.has(name)) continue;
      used.add(name);
      pending.push(all[name] ?? null);
    }
  }
  // In the order of their names, so that where a schema's file lies is not to be seen.
  const schemas = Object.fromEntries(
    Object.entries(all)
      .filter(([name]) => used.has(name))
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
  return { ...document, components: { ...components, schemas } };
}

/**
 * Leaves out what the zod provider says of every whole number, id and time and that helps no reader: the bounds of
 * JavaScript, and the expression behind a `format`. Pages that show examples make nonsense of them.
 * @param document an OpenAPI 3.1 document; not changed
 */
export function withPlainFormats<Document extends object>(document: Document): Document {
  const text = JSON.stringify(document, (_, value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    const kept = Object.entries(value).filter(
      ([key, held]) =>
        !(key === 'minimum' && held === Number.MIN_SAFE_INTEGER) &&
        !(key === 'maximum' && held === Number.MAX_SAFE_INTEGER) &&
        !(
          key === 'pattern' &&
          'format' in value &&
          (value.format === 'uuid' || value.format === 'date-time')
        ),
    );
    return Object.fromEntries(kept);
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same, with less said
  return JSON.parse(text) as Document;
}

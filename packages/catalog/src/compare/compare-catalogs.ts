import type { Catalog, CatalogObject, Difference, Json } from '../read/catalog.ts';

/** What a comparison overlooks. */
export interface CompareOptions {
  /**
   * Compare who owns what. Right for two moments of one database; wrong between a server that a migrator
   * role owns and a scratch database of somebody else's. Default true.
   */
  readonly owners?: boolean;
}

/** A value as text: a string as it is, anything else in canonical form, nothing as ''. */
export function asText(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? '' : canonical(value);
}

/** Canonical text of a value: keys sorted, so that equal values read the same. */
export function canonical(value: Json | undefined): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return `[${value.map(canonical).join(', ')}]`;
  if (typeof value === 'object') {
    const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, one]) => `${key}: ${canonical(one)}`).join(', ')}}`;
  }
  return String(value);
}

/**
 * Everything in which `actual` is not what is `expected`: objects missing, unexpected, changed attribute
 * by attribute. Empty when the two are equal. **Equality is modulo the order of columns**: a column that
 * was dropped and made again stands at the end of its table, and only rewriting the table would help
 * that; {@link columnOrderDifferences} lists such tables.
 */
export function compareCatalogs(
  expected: Catalog,
  actual: Catalog,
  options: CompareOptions = {},
): Difference[] {
  const differences: Difference[] = [];
  for (const object of expected.objects.values()) {
    const other = actual.objects.get(object.key);
    if (other === undefined) {
      if (!impliedBy(expected, actual, object)) {
        differences.push({ kind: 'missing', object, line: `missing: ${object.key}` });
      }
    } else differences.push(...compareObjects(object, other, options));
  }
  for (const object of actual.objects.values()) {
    if (expected.objects.has(object.key) || impliedBy(actual, expected, object)) continue;
    differences.push({ kind: 'unexpected', object, line: `unexpected: ${object.key}` });
  }
  return differences.toSorted((a, b) => (a.line < b.line ? -1 : a.line > b.line ? 1 : 0));
}

/** A column of a table that is missing as a whole is not worth a line of its own. */
function impliedBy(mine: Catalog, other: Catalog, object: CatalogObject): boolean {
  if (object.parent === undefined) return false;
  const path = `${object.schema ?? ''}\0${object.parent}`;
  return parentsOf(mine).has(path) && !parentsOf(other).has(path);
}

const parents = new WeakMap<Catalog, ReadonlySet<string>>();

function parentsOf(catalog: Catalog): ReadonlySet<string> {
  const known = parents.get(catalog);
  if (known !== undefined) return known;
  const found = new Set<string>();
  for (const object of catalog.objects.values()) {
    if (object.parent === undefined) found.add(`${object.schema ?? ''}\0${object.name}`);
  }
  parents.set(catalog, found);
  return found;
}

function compareObjects(
  expected: CatalogObject,
  actual: CatalogObject,
  options: CompareOptions,
): Difference[] {
  const differences: Difference[] = [];
  const attributes = new Set([...Object.keys(expected.definition), ...Object.keys(actual.definition)]);
  for (const attribute of [...attributes].toSorted()) {
    if (attribute === 'owner' && options.owners === false) continue;
    const before = expected.definition[attribute];
    const after = actual.definition[attribute];
    if (canonical(before) === canonical(after)) continue;
    differences.push({
      kind: 'changed',
      object: actual,
      attribute,
      ...(before === undefined ? {} : { expected: before }),
      ...(after === undefined ? {} : { actual: after }),
      line: `changed: ${expected.key}: ${attribute} is ${shorten(canonical(after))}, expected ${shorten(canonical(before))}`,
    });
  }
  return differences;
}

function shorten(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length <= 160 ? line : `${line.slice(0, 157)}...`;
}

/** Tables whose columns are the same ones in another order, one readable line each. */
export function columnOrderDifferences(expected: Catalog, actual: Catalog): string[] {
  const lines: string[] = [];
  for (const object of expected.objects.values()) {
    const before = object.hidden['columns'];
    const after = actual.objects.get(object.key)?.hidden['columns'];
    if (!Array.isArray(before) || !Array.isArray(after)) continue;
    const same = canonical(sorted(before)) === canonical(sorted(after));
    if (same && canonical(before) !== canonical(after)) {
      lines.push(
        `${object.key}: columns stand in the order ${after.join(', ')}; before, ${before.join(', ')}`,
      );
    }
  }
  return lines;
}

const sorted = (list: readonly Json[]): Json[] =>
  list.toSorted((a, b) => (canonical(a) < canonical(b) ? -1 : 1));

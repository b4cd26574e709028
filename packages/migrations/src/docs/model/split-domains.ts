import { type Pair, splitGraph } from './split.ts';
import type { DocumentedTable, Link, TableGroup } from './tables.ts';

/** More tables than this in one picture cannot be read. */
export const MOST_TABLES = 24;

/** A group of fewer tables is put together with others: a picture of two tables is none. */
const FEWEST_TABLES = 4;

/**
 * Splits a domain with too many tables for one picture into groups of tables that point at each other, each named after
 * the table that most others of the group point at. What points nowhere is put together.
 *
 * @param only whether it is the only domain, whose own name then tells nothing
 */
export function splitDomain(
  domain: TableGroup,
  links: readonly Link[],
  only: boolean,
): readonly TableGroup[] {
  const { tables } = domain;
  if (tables.length <= MOST_TABLES) return [domain];
  const prefix = only ? '' : `${domain.name}, `;
  const pairs = pairsOf(tables, links);
  const groups = splitGraph(tables.length, pairs, MOST_TABLES);
  const large = groups.filter((group) => group.length >= FEWEST_TABLES);
  const rest = groups.filter((group) => group.length < FEWEST_TABLES).flat();
  const parts = Math.ceil(rest.length / MOST_TABLES);
  const named = (name: string, places: readonly number[]): TableGroup => ({
    name: `${prefix}${name}`,
    tables: places.flatMap((place) => tables[place] ?? []),
  });
  return [
    ...large
      .map((group) => named(`around ${tables[hubOf(group, pairs)]?.name}`, group))
      .toSorted((a, b) => b.tables.length - a.tables.length || (a.name < b.name ? -1 : 1)),
    ...Array.from({ length: parts }, (_, part) =>
      named(
        parts > 1 ? `others ${part + 1}` : 'others',
        rest.slice(part * MOST_TABLES, (part + 1) * MOST_TABLES),
      ),
    ),
  ];
}

/** The table that most relations within the group touch; of several the first. */
function hubOf(group: readonly number[], pairs: readonly Pair[]): number {
  const inside = pairs.filter((pair) => pair.every((place) => group.includes(place)));
  const degrees = group.map((place) => inside.filter((pair) => pair.includes(place)).length);
  return group[degrees.indexOf(Math.max(...degrees))] ?? 0;
}

function pairsOf(tables: readonly DocumentedTable[], links: readonly Link[]): readonly Pair[] {
  const placeOf = new Map(tables.map((table, place) => [table, place]));
  return links.flatMap(({ table, target }): Pair[] => {
    const [from, to] = [placeOf.get(table), placeOf.get(target)];
    return from === undefined || to === undefined || from === to ? [] : [[from, to]];
  });
}

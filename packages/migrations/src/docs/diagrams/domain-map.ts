import type { DatabaseModel } from '../model/database-model.ts';
import type { TableGroup } from '../model/tables.ts';
import { escapeXml } from './escape-xml.ts';
import { colorOf, drawGraph, FAINT, FONT, INK, quote } from './graphviz.ts';

/** A database with more tables than this is shown as a map of its domains first. */
export const MOST_AT_ONCE = 40;

/** Tables that a domain names on the map. */
const NAMED_TABLES = 6;
/** Lines that a domain keeps: those to the domains it has most to do with. */
const STRONGEST_LINES = 3;

/** A map of the domains as SVG, each with its most connected tables and a link to its own diagram. */
export function drawDomainMap(model: DatabaseModel): Promise<string> {
  return drawGraph(domainMapDot(model), 'Map of the domains of the database');
}

/** The map in Graphviz' language. */
function domainMapDot(model: DatabaseModel): string {
  const { domains } = model;
  return `${[
    'digraph database {',
    `graph [rankdir=LR, bgcolor="white", fontname="${FONT}", fontcolor="${INK}", pad=0.3, nodesep=0.3, ranksep=0.8];`,
    `node [shape=plain, fontname="${FONT}", fontsize=11, fontcolor="${INK}"];`,
    `edge [dir=none, fontname="${FONT}", fontsize=9, fontcolor="${FAINT}"];`,
    ...domains.map((domain, place) => domainNode(model, domain, place)),
    ...linesBetween(model).map(
      ({ from, to, count }) =>
        `${from} -> ${to} [color="${colorOf(to).head}90", penwidth=${(0.8 + Math.log2(count + 1) / 2).toFixed(2)}, label="${count}", tooltip="${quote(`${count} relations between ${domains[from]?.name} and ${domains[to]?.name}`)}"];`,
    ),
    '}',
  ].join('\n')}\n`;
}

function domainNode(model: DatabaseModel, { name, tables }: TableGroup, place: number): string {
  const color = colorOf(place);
  const degrees = new Map(tables.map((table) => [table, 0]));
  for (const end of model.links.flatMap(({ table, target }) => [table, target]))
    degrees.set(end, (degrees.get(end) ?? 0) + 1);
  const named = tables
    .toSorted((a, b) => (degrees.get(b) ?? 0) - (degrees.get(a) ?? 0))
    .slice(0, NAMED_TABLES)
    .map((table) => table.name);
  const more = tables.length - named.length;
  const rows = [...named, ...(more > 0 ? [`and ${more} more`] : [])].map(
    (text) =>
      `<TR><TD ALIGN="LEFT"><FONT POINT-SIZE="10"${text.startsWith('and ') ? ` COLOR="${FAINT}"` : ''}>${escapeXml(text)}</FONT></TD></TR>`,
  );
  const head = `<TR><TD ALIGN="LEFT" BGCOLOR="${color.head}" CELLPADDING="5"><FONT COLOR="white"><B>${escapeXml(name)}</B> (${tables.length})</FONT></TD></TR>`;
  return `${place} [URL="domains/${encodeURIComponent(name)}.svg", tooltip="${quote(`${name}: ${tables.map((table) => table.name).join(', ')}`)}", label=<<TABLE BORDER="1" COLOR="${color.head}" CELLBORDER="0" CELLSPACING="0" CELLPADDING="3" BGCOLOR="white">${head}${rows.join('')}</TABLE>>];`;
}

interface Line {
  readonly from: number;
  readonly to: number;
  /** Relations in both directions. */
  readonly count: number;
}

/** The strongest lines of each domain. */
function linesBetween(model: DatabaseModel): readonly Line[] {
  const placeOf = new Map(
    model.domains.flatMap(({ tables }, place) => tables.map((table) => [table, place] as const)),
  );
  const counts = new Map<string, Line>();
  for (const { table, target } of model.links) {
    const [from = 0, to = 0] = [placeOf.get(table), placeOf.get(target)].toSorted((a = 0, b = 0) => a - b);
    if (from === to) continue;
    const key = `${from} ${to}`;
    counts.set(key, { from, to, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  const lines = [...counts.values()].toSorted((a, b) => b.count - a.count);
  const kept = new Set(
    model.domains.flatMap((_, place) =>
      lines.filter(({ from, to }) => from === place || to === place).slice(0, STRONGEST_LINES),
    ),
  );
  return lines.filter((line) => kept.has(line));
}

import type { DatabaseModel } from '../model/database-model.ts';
import type { DocumentedTable, Link, TableGroup } from '../model/tables.ts';
import { escapeXml } from './escape-xml.ts';
import { colorOf, drawGraph, FONT, INK, quote } from './graphviz.ts';
import { nodeId, portOf, tableNode } from './table-node.ts';

/** Tables of other domains that one picture shows; what points at everything has hundreds of neighbours. */
const MOST_NEIGHBOURS = 12;

/** Columns that the tables of one picture show together, about. */
const MOST_ROWS = 360;

/** The whole database as SVG, with keys only. */
export function drawDatabase(model: DatabaseModel): Promise<string> {
  return drawGraph(erDot(model), 'Entity relationship diagram');
}

/** One domain as SVG, with every column, and its neighbours by name alone. */
export function drawDomain(model: DatabaseModel, domain: TableGroup): Promise<string> {
  return drawGraph(erDot(model, domain), `Entity relationship diagram of ${domain.name}`);
}

/**
 * The diagram in Graphviz' language.
 * @param only the domain that is shown; the whole database if absent
 */
function erDot(model: DatabaseModel, only?: TableGroup): string {
  const own = new Set(only?.tables ?? model.tables.filter(({ kind }) => kind === 'table'));
  const { neighbours, left } = only === undefined ? NO_NEIGHBOURS : neighboursOf(model, own);
  const shown = new Set([...own, ...neighbours]);
  const lines = [
    'digraph database {',
    `graph [rankdir=LR, bgcolor="white", fontname="${FONT}", fontcolor="${INK}", pad=0.3, nodesep=0.22, ranksep=0.9, newrank=true, compound=true];`,
    `node [shape=plain, fontname="${FONT}", fontsize=11, fontcolor="${INK}"];`,
    `edge [color="#8a93a0", penwidth=1.1, arrowsize=0.85, dir=both];`,
  ];
  for (const [index, domain] of model.domains.entries()) {
    const tables = domain.tables.filter((table) => shown.has(table));
    if (tables.length === 0) continue;
    const color = colorOf(index);
    const detail = only === undefined ? 'keys' : only === domain ? 'all' : 'name';
    const mostColumns = clamp(MOST_ROWS / tables.length, 12, 30);
    lines.push(
      `subgraph "cluster_${index}" {`,
      `graph [label=<<FONT POINT-SIZE="15" COLOR="${color.head}"><B>${escapeXml(domain.name)}</B></FONT>>, labeljust=l, style="rounded,filled", color="${color.line}", fillcolor="${color.back}", margin=16];`,
      ...tables.map((table) => tableNode(model, table, { color, detail, mostColumns })),
      '}',
    );
  }
  for (const link of model.links) {
    const { table, target } = link;
    if (!shown.has(table) || !shown.has(target) || !(own.has(table) || own.has(target))) continue;
    const color = colorOf(model.domains.findIndex(({ tables }) => tables.includes(target)));
    lines.push(edge(link, { color: color.head, detailed: own.has(table) }));
  }
  // Last, so that the domains do not inherit its place.
  if (left > 0) lines.push(`label="${left} more tables are connected: see the dictionary"; labelloc=b;`);
  return `${[...lines, '}'].join('\n')}\n`;
}

const clamp = (value: number, least: number, most: number): number =>
  Math.round(Math.min(most, Math.max(least, value)));

const NO_NEIGHBOURS = { neighbours: [], left: 0 };

/** The tables that have most to do with these, and how many more there are. */
function neighboursOf(
  model: DatabaseModel,
  own: ReadonlySet<DocumentedTable>,
): { readonly neighbours: readonly DocumentedTable[]; readonly left: number } {
  const counts = new Map<DocumentedTable, number>();
  for (const { table, target } of model.links) {
    if (own.has(table) === own.has(target)) continue;
    const other = own.has(table) ? target : table;
    counts.set(other, (counts.get(other) ?? 0) + 1);
  }
  const ordered = [...counts].toSorted(([, a], [, b]) => b - a).map(([table]) => table);
  return {
    neighbours: ordered.slice(0, MOST_NEIGHBOURS),
    left: Math.max(0, ordered.length - MOST_NEIGHBOURS),
  };
}

/**
 * From the row that points to the table pointed at, in its colour: a crow's foot on the many side, a bar on the one side;
 * dashed where only the Prisma schema says so.
 */
function edge(
  { table, target, relation }: Link,
  { color, detailed }: { readonly color: string; readonly detailed: boolean },
): string {
  const tail = relation.unique ? 'teeodot' : 'crowodot';
  const head = relation.optional ? 'teeodot' : 'teetee';
  // The column that only this key has says more than the one all keys share.
  const column =
    relation.columns.find((name) => !target.columns.some((other) => other.name === name)) ??
    relation.columns.at(-1);
  const from = column === undefined || !detailed ? 'head' : portOf(column);
  const style = relation.declared ? ', style=dashed' : '';
  return `"${nodeId(table)}":"${from}":e -> "${nodeId(target)}":"head":w [color="${color}b0", arrowtail=${tail}, arrowhead=${head}${style}, tooltip="${quote(`${table.name} (${relation.columns.join(', ')}) -> ${target.name}`)}"];`;
}

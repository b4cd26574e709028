import {
  type DatabaseModel,
  type DocumentedTable,
  displayName,
  drawnKeys,
  targetOf,
} from './database-model.ts';
import type { ColumnFacts, ForeignKey } from '@agora/catalog';
import { escapeXml } from './escape-xml.ts';

/** Which part of the database a diagram shows, and how closely. */
export interface DiagramScope {
  /** One domain with every column, its neighbours by name alone; the whole database with keys only if absent. */
  readonly domain?: string;
}

/** Header, background of the domain, and its border; one after the other, then from the start. */
const palette = [
  { head: '#3b6ea5', back: '#f1f6fb', line: '#c3d7ea' },
  { head: '#4d7f5c', back: '#f1f8f3', line: '#c5dfcc' },
  { head: '#a3633a', back: '#fcf5ef', line: '#ecd3bf' },
  { head: '#7a5195', back: '#f7f2fa', line: '#dbcbe6' },
  { head: '#9c4155', back: '#fbf2f4', line: '#eac8d0' },
  { head: '#3f7d84', back: '#eff8f9', line: '#c1dfe2' },
  { head: '#7c7430', back: '#faf9ee', line: '#e3dfb9' },
  { head: '#5a6270', back: '#f4f5f7', line: '#d3d7dd' },
] as const;

const ink = '#22262e';
const faint = '#78808d';

/**
 * Draws tables and foreign keys as SVG with Graphviz, in WASM: no browser, no installed program. The same
 * model gives the same bytes.
 */
export async function renderErDiagram(model: DatabaseModel, scope: DiagramScope = {}): Promise<string> {
  // Loaded on demand: a megabyte that no other command needs.
  const { Graphviz } = await import('@hpcc-js/wasm-graphviz');
  const graphviz = await Graphviz.load();
  const svg = graphviz.layout(erDot(model, scope), 'svg', 'dot');
  return tidy(svg, scope);
}

/** The diagram in Graphviz' language. */
export function erDot(model: DatabaseModel, scope: DiagramScope = {}): string {
  const lines = [
    'digraph database {',
    `graph [rankdir=LR, bgcolor="white", fontname="Helvetica", fontcolor="${ink}", pad=0.3, nodesep=0.22, ranksep=0.9, newrank=true, compound=true];`,
    `node [shape=plain, fontname="Helvetica", fontsize=11, fontcolor="${ink}"];`,
    `edge [color="#8a93a0", penwidth=1.1, arrowsize=0.85, dir=both];`,
  ];
  const shown = shownTables(model, scope);
  for (const [index, domain] of model.domains.entries()) {
    const tables = domain.tables.filter((table) => shown.has(table));
    if (tables.length === 0) continue;
    const color = palette[index % palette.length]!;
    const own = scope.domain === undefined || scope.domain === domain.name;
    lines.push(
      `subgraph "cluster_${index}" {`,
      `graph [label=<<FONT POINT-SIZE="15" COLOR="${color.head}"><B>${escapeXml(domain.name)}</B></FONT>>, labeljust=l, style="rounded,filled", color="${color.line}", fillcolor="${color.back}", margin=16];`,
      ...tables.map((table) =>
        node(model, table, color, own ? (scope.domain === undefined ? 'keys' : 'all') : 'name'),
      ),
      '}',
    );
  }
  for (const table of shown) {
    for (const foreignKey of drawnKeys(model, table)) {
      const target = targetOf(model, foreignKey);
      if (!target || !shown.has(target)) continue;
      if (scope.domain !== undefined && table.domain !== scope.domain && target.domain !== scope.domain)
        continue;
      const color = palette[model.domains.findIndex(({ name }) => name === target.domain) % palette.length]!;
      const detailed = scope.domain === undefined || table.domain === scope.domain;
      lines.push(edge(table, target, foreignKey, { color: color.head, detailed }));
    }
  }
  return `${[...lines, '}'].join('\n')}\n`;
}

/** The tables of the domain and those they touch. */
function shownTables(model: DatabaseModel, { domain }: DiagramScope): ReadonlySet<DocumentedTable> {
  const ordered = model.domains
    .flatMap(({ tables }) => tables)
    .filter((table) => table.kind === 'table' || domain !== undefined);
  if (domain === undefined) return new Set(ordered);
  const own = new Set(ordered.filter((table) => table.domain === domain));
  return new Set(
    ordered.filter(
      (table) =>
        own.has(table) ||
        drawnKeys(model, table).some((one) => own.has(targetOf(model, one)!)) ||
        [...own].some((one) =>
          drawnKeys(model, one).some((foreignKey) => targetOf(model, foreignKey) === table),
        ),
    ),
  );
}

type Detail = 'name' | 'keys' | 'all';

function node(
  model: DatabaseModel,
  table: DocumentedTable,
  color: (typeof palette)[number],
  detail: Detail,
): string {
  const foreign = new Set(table.foreignKeys.flatMap(({ columns }) => columns));
  const isKey = ({ name }: ColumnFacts): boolean => table.primaryKey.includes(name) || foreign.has(name);
  const columns = detail === 'all' ? table.columns : detail === 'keys' ? table.columns.filter(isKey) : [];
  const hidden = detail === 'keys' ? table.columns.length - columns.length : 0;
  const title = escapeXml(displayName(model, table));
  const kind = table.kind === 'table' ? '' : ` <FONT POINT-SIZE="9">${table.kind}</FONT>`;
  const rows = columns.map((column, index) => {
    const primary = table.primaryKey.includes(column.name);
    const mark = primary ? 'PK' : foreign.has(column.name) ? 'FK' : ' ';
    const name = primary
      ? `<FONT COLOR="${color.head}">${escapeXml(column.name)}</FONT>`
      : escapeXml(column.name);
    const type = `${escapeXml(shortType(column.type, table.schema))}${column.required ? '' : '?'}`;
    const background = index % 2 === 1 ? ' BGCOLOR="#f8f9fb"' : '';
    return `<TR><TD ALIGN="LEFT"${background}><FONT POINT-SIZE="8" COLOR="${primary ? color.head : faint}">${mark}</FONT></TD><TD ALIGN="LEFT"${background}>${name}</TD><TD ALIGN="LEFT" PORT="${port(column.name)}"${background}><FONT POINT-SIZE="9" COLOR="${faint}">${type}</FONT></TD></TR>`;
  });
  if (hidden > 0) {
    rows.push(
      `<TR><TD> </TD><TD ALIGN="LEFT" COLSPAN="2"><FONT POINT-SIZE="9" COLOR="${faint}">${hidden} more column${hidden === 1 ? '' : 's'}</FONT></TD></TR>`,
    );
  }
  const head = `<TR><TD COLSPAN="3" ALIGN="LEFT" BGCOLOR="${color.head}" PORT="head" CELLPADDING="5"><FONT COLOR="white"><B>${title}</B>${kind}</FONT></TD></TR>`;
  const tooltip = table.model?.documentation ?? table.comment ?? displayName(model, table);
  return `"${id(table)}" [tooltip="${quote(tooltip)}", label=<<TABLE BORDER="1" COLOR="${color.head}" CELLBORDER="0" CELLSPACING="0" CELLPADDING="3" BGCOLOR="white">${head}${rows.join('')}</TABLE>>];`;
}

/** From the row that points to the table pointed at, in its colour: a crow's foot on the many side, a bar on the one side. */
function edge(
  table: DocumentedTable,
  target: DocumentedTable,
  foreignKey: ForeignKey,
  { color, detailed }: { readonly color: string; readonly detailed: boolean },
): string {
  const tail = foreignKey.unique ? 'teeodot' : 'crowodot';
  const head = foreignKey.optional ? 'teeodot' : 'teetee';
  // The column that only this key has says more than the one all keys share.
  const column =
    foreignKey.columns.find((name) => !target.columns.some((other) => other.name === name)) ??
    foreignKey.columns.at(-1);
  const from = column === undefined || !detailed ? 'head' : port(column);
  return `"${id(table)}":"${from}":e -> "${id(target)}":"head":w [color="${color}b0", arrowtail=${tail}, arrowhead=${head}, tooltip="${quote(`${table.name} (${foreignKey.columns.join(', ')}) -> ${target.name}`)}"];`;
}

/** `character varying(20)` and `timestamp(3) with time zone` are too long for a row, and a type of the table's own schema needs no schema. */
function shortType(type: string, schema: string): string {
  const own = type.startsWith(`${schema}.`) ? type.slice(schema.length + 1) : type;
  return own
    .replace('character varying', 'varchar')
    .replace(/^timestamp(\(\d\))? with time zone/, 'timestamptz$1')
    .replace(/^timestamp(\(\d\))? without time zone/, 'timestamp$1')
    .replace('double precision', 'double');
}

/** Graphviz writes a comment with its version and numbers for ids; a title and a role are for readers of the page. */
function tidy(svg: string, { domain }: DiagramScope): string {
  const title =
    domain === undefined ? 'Entity relationship diagram' : `Entity relationship diagram of ${domain}`;
  return svg
    .replace(/<!-- Generated by graphviz[\s\S]*?-->\n?/, '')
    .replace(/<title>database<\/title>/, `<title>${escapeXml(title)}</title>`)
    .replaceAll('font-family="Helvetica,sans-Serif"', 'font-family="Helvetica, Arial, sans-serif"')
    .replace('<svg ', '<svg role="img" ');
}

function id({ schema, name }: DocumentedTable): string {
  return quote(`${schema}.${name}`);
}

/** A port must be free of the characters that separate node, port and compass point. */
function port(column: string): string {
  return `c_${Buffer.from(column).toString('hex')}`;
}

function quote(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll(/\s+/g, ' ');
}

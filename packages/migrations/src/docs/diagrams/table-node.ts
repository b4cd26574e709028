import type { ColumnFacts } from '@agora/catalog';

import { type DatabaseModel, displayName } from '../model/database-model.ts';
import type { DocumentedTable } from '../model/tables.ts';
import { escapeXml } from './escape-xml.ts';
import { type DomainColor, FAINT, quote } from './graphviz.ts';

/** How much of a table is drawn. */
type Detail = 'name' | 'keys' | 'all';

/** How a table is drawn. */
interface TableLook {
  readonly color: DomainColor;
  readonly detail: Detail;
  /** Columns that are drawn at most; keys come first. */
  readonly mostColumns: number;
}

/** A table as a node of Graphviz, with a port for its head and for each column that is drawn. */
export function tableNode(
  model: DatabaseModel,
  table: DocumentedTable,
  { color, detail, mostColumns }: TableLook,
): string {
  const foreign = new Set(table.relations.flatMap(({ columns }) => columns));
  const isKey = ({ name }: ColumnFacts): boolean => table.primaryKey.includes(name) || foreign.has(name);
  const columns =
    detail === 'name' ? [] : drawnColumns(table.columns, isKey, detail === 'keys' ? 0 : mostColumns);
  const hidden = detail === 'name' ? 0 : table.columns.length - columns.length;
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
    return `<TR><TD ALIGN="LEFT"${background}><FONT POINT-SIZE="8" COLOR="${primary ? color.head : FAINT}">${mark}</FONT></TD><TD ALIGN="LEFT"${background}>${name}</TD><TD ALIGN="LEFT" PORT="${portOf(column.name)}"${background}><FONT POINT-SIZE="9" COLOR="${FAINT}">${type}</FONT></TD></TR>`;
  });
  if (hidden > 0) {
    rows.push(
      `<TR><TD> </TD><TD ALIGN="LEFT" COLSPAN="2"><FONT POINT-SIZE="9" COLOR="${FAINT}">${hidden} more column${hidden === 1 ? '' : 's'}</FONT></TD></TR>`,
    );
  }
  const head = `<TR><TD COLSPAN="3" ALIGN="LEFT" BGCOLOR="${color.head}" PORT="head" CELLPADDING="5"><FONT COLOR="white"><B>${title}</B>${kind}</FONT></TD></TR>`;
  const tooltip = table.model?.documentation ?? table.comment ?? displayName(model, table);
  return `"${nodeId(table)}" [tooltip="${quote(tooltip)}", label=<<TABLE BORDER="1" COLOR="${color.head}" CELLBORDER="0" CELLSPACING="0" CELLPADDING="3" BGCOLOR="white">${head}${rows.join('')}</TABLE>>];`;
}

/** Keys, and as many of the others as there is room for, in their order. */
function drawnColumns(
  columns: readonly ColumnFacts[],
  isKey: (column: ColumnFacts) => boolean,
  most: number,
): readonly ColumnFacts[] {
  const keys = columns.filter(isKey);
  const others = columns.filter((column) => !isKey(column)).slice(0, Math.max(0, most - keys.length));
  const drawn = new Set([...keys, ...others]);
  return columns.filter((column) => drawn.has(column));
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

export function nodeId({ schema, name }: DocumentedTable): string {
  return quote(`${schema}.${name}`);
}

/** A port must be free of the characters that separate node, port and compass point. */
export function portOf(column: string): string {
  return `c_${Buffer.from(column).toString('hex')}`;
}

/** One column of a table: its heading, and the cell of a row. */
export interface Column<Row> {
  readonly heading: string;
  readonly cell: (row: Row) => string | number | null | undefined;
  readonly align?: 'left' | 'right';
}

// oxlint-disable-next-line no-control-regex -- colour codes begin with ESC
const ansi = /\u001b\[[0-9;]*m/g;

/** How many columns of a terminal a text takes: colour codes none, wide East Asian letters and emoji two. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text.replace(ansi, '')) {
    const code = character.codePointAt(0)!;
    if (/\p{Mark}/u.test(character)) continue;
    width += isWide(code) ? 2 : 1;
  }
  return width;
}

function isWide(code: number): boolean {
  return (
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0x1f300 && code <= 0x1faff) ||
    (code >= 0x20000 && code <= 0x3fffd)
  );
}

/** `text` filled with spaces to `width` columns. */
export function pad(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const spaces = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return align === 'left' ? text + spaces : spaces + text;
}

/**
 * Rows under headings, in columns two spaces apart, without a trailing newline. Borders are left out on
 * purpose: the same text reads well on a terminal and cuts well with awk.
 */
export function renderTable<Row>(
  rows: Iterable<Row>,
  columns: readonly Column<Row>[],
  styleHeading: (text: string) => string = (text) => text,
): string {
  const cells = [...rows].map((row) => columns.map((column) => String(column.cell(row) ?? '')));
  const widths = columns.map((column, index) =>
    Math.max(displayWidth(column.heading), ...cells.map((row) => displayWidth(row[index]!))),
  );
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, index) => pad(text, widths[index]!, columns[index]!.align))
      .join('  ')
      .trimEnd();
  return [line(columns.map((column) => styleHeading(column.heading))), ...cells.map(line)].join('\n');
}

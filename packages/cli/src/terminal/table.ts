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

/** How a table is written. */
interface TableStyle {
  readonly heading?: (text: string) => string;
  /** Columns of the terminal; without them a line may be as long as it wants. */
  readonly width?: number | undefined;
}

/**
 * Rows under headings, in columns two spaces apart, without a trailing newline. Borders are left out on
 * purpose: the same text reads well on a terminal and cuts well with awk. Where that is too wide, each row is a
 * block: its first cell, and below it the others by their headings.
 */
export function renderTable<Row>(
  rows: Iterable<Row>,
  columns: readonly Column<Row>[],
  { heading = (text) => text, width = Infinity }: TableStyle = {},
): string {
  const cells = [...rows].map((row) => columns.map((column) => String(column.cell(row) ?? '')));
  const widths = columns.map((column, index) =>
    Math.max(displayWidth(column.heading), ...cells.map((row) => displayWidth(row[index]!))),
  );
  const whole = widths.reduce((sum, one) => sum + one, 2 * (widths.length - 1));
  if (whole > width && cells.length > 0) {
    const headings = columns.map((column) => column.heading);
    return cells.map((row) => renderBlock(row, headings, { heading, width })).join('\n');
  }
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, index) => pad(text, widths[index]!, columns[index]!.align))
      .join('  ')
      .trimEnd();
  return [line(columns.map((column) => heading(column.heading))), ...cells.map(line)].join('\n');
}

function renderBlock(
  [first = '', ...others]: readonly string[],
  [, ...headings]: readonly string[],
  { heading, width }: { readonly heading: (text: string) => string; readonly width: number },
): string {
  const lines = others.flatMap((text, index) => {
    if (text === '') return [];
    const label = headings[index] ?? '';
    const [begin = '', ...rest] = chop(`  ${label === '' ? '' : `${label} `}${text}`, width);
    return [begin.replace(label, () => heading(label)), ...rest];
  });
  return [...chop(first, width), ...lines].join('\n');
}

/**
 * A line in pieces of at most `width` columns, cut behind a space, an underscore or a dash where there is one; those
 * after the first stand two spaces further in than the line.
 */
export function chop(line: string, width: number): readonly string[] {
  const [margin = ''] = /^ */.exec(line) ?? [];
  const pieces: string[] = [];
  let rest = line;
  while (displayWidth(rest) > width) {
    let end = 0;
    let good = 0;
    for (const character of rest) {
      if (displayWidth(rest.slice(0, end + character.length)) > width) break;
      end += character.length;
      if (/[\s_-]/.test(character)) good = end;
    }
    const at = good > width / 3 ? good : Math.max(end, margin.length + 3);
    pieces.push(rest.slice(0, at).trimEnd());
    rest = `${margin}  ${rest.slice(at).trimStart()}`;
  }
  return [...pieces, rest];
}

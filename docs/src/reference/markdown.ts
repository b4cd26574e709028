const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** A table of Markdown. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  return [line(headings), line(headings.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Text that stands in a cell as it is: no bar ends it, and no angle bracket opens a tag. */
export const cell = (text: string): string =>
  text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('{{', '{&#123;').replaceAll('\n', ' ');

/** Text in a cell of a table. */
export function cell(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('|', '\\|')
    .replaceAll(/\s*\n\s*/g, ' ')
    .trim();
}

/** Text of a program, such as a definition without its quotes: nothing in it is Markdown or HTML. */
export function plainText(text: string): string {
  return text
    .replaceAll(/[\\`*[\]<|]/g, String.raw`\$&`)
    .replaceAll(/\s*\n\s*/g, ' ')
    .trim();
}

/** SQL or a name in a cell of a table. */
export function code(text: string): string {
  const one = text.replaceAll(/\s*\n\s*/g, ' ').trim();
  if (one === '') return '';
  const fence = one.includes('`') ? '``' : '`';
  return `${fence}${fence === '``' ? ` ${one} ` : one}${fence}`.replaceAll('|', '\\|');
}

/** A table; nothing where there are no rows. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  if (rows.length === 0) return [];
  return [line(heads), `|${heads.map(() => '---').join('|')}|`, ...rows.map(line), ''];
}

/** One row. */
function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** A block of code, fenced longer than any fence inside. */
export function block(language: string, text: string): readonly string[] {
  const longest = Math.max(2, ...[...text.matchAll(/`{3,}/g)].map(([fence]) => fence.length));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}${language}`, text.replaceAll('\r\n', '\n').trimEnd(), fence, ''];
}

/** The anchor that GitHub gives a heading. */
export function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}_\- ]/gu, '')
    .replaceAll(' ', '-');
}

/** A count with its noun. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

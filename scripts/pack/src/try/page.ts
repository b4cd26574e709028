import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { root } from '../catalog.ts';

/** What was tried, with its figures. */
export const triedPage: string = path.join(root, 'docs', 'tried.md');

/**
 * Puts rows into the table below a heading of the page. A row takes the place of the one that begins with the same cells,
 * so that a part can be tried again alone.
 * @param heading as it stands on the page, without its marks
 * @param keys how many cells name a row
 */
export async function putRows(
  heading: string,
  keys: number,
  rows: readonly (readonly string[])[],
): Promise<void> {
  await writeFile(triedPage, withRows(await readFile(triedPage, 'utf8'), heading, keys, rows));
}

/** The page with the rows; see {@link putRows}. */
export function withRows(
  page: string,
  heading: string,
  keys: number,
  rows: readonly (readonly string[])[],
): string {
  const lines = page.split('\n');
  const title = lines.findIndex((line) => /^#+ /.test(line) && line.replace(/^#+ /, '') === heading);
  const rule = lines.findIndex((line, at) => at > title && /^#|^\| ---/.test(line));
  if (title === -1 || !lines[rule]?.startsWith('|'))
    throw new Error(`The page has no table below "${heading}".`);
  const found = lines.findIndex((line, at) => at > rule && !line.startsWith('|'));
  const end = found === -1 ? lines.length : found;
  const keyOf = (cells: readonly string[]): string => cells.slice(0, keys).join('\0');
  const table = new Map(lines.slice(rule + 1, end).map((line) => [keyOf(cellsOf(line)), line]));
  for (const row of rows) table.set(keyOf(row), `| ${row.join(' | ')} |`);
  // Rows whose first cells agree stay together.
  const groups = [...new Set([...table.values()].map((line) => cellsOf(line)[0]))];
  const sorted = [...table.values()].toSorted(
    (a, b) => groups.indexOf(cellsOf(a)[0]) - groups.indexOf(cellsOf(b)[0]),
  );
  return [...lines.slice(0, rule + 1), ...sorted, ...lines.slice(end)].join('\n');
}

function cellsOf(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

import type { Fault } from '@agora/core';

/** Rows as lines of a table; none without rows. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  if (rows.length === 0) return [];
  return [line(head), line(head.map(() => '---')), ...rows.map(line), ''];
}

/** Faults as lines of a list, each with its reason and its fix. */
export function faultLines(faults: readonly Fault[]): readonly string[] {
  return faults.flatMap(({ code, message, why, fix }) => [
    `- **${cell(message)}** (\`${code}\`)`,
    ...why
      .split('\n')
      .filter(Boolean)
      .map((one) => `  ${cell(one)}  `),
    `  fix: ${cell(fix)}`,
  ]);
}

/** Text that ends no cell and begins no tag. */
export function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ');
}

function line(cells: readonly string[]): string {
  return `| ${cells.map(cell).join(' | ')} |`;
}

import pc from 'picocolors';

import { parseCommandLine } from './parse-command-line.ts';
import { loadAll, type Program } from './program.ts';

/**
 * Whether a program takes a command line, for documentation that shows it. Runs nothing.
 * @param argv without node and the program
 * @throws UsageError as the program itself would say it
 */
export async function checkCommandLine(program: Program, argv: readonly string[]): Promise<void> {
  parseCommandLine(argv, {
    root: await loadAll(program),
    version: program.version,
    columns: 80,
    paint: pc.createColors(false),
  });
}

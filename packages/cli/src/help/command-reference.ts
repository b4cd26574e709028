import pc from 'picocolors';

import type { Command, Group } from '../command/command.ts';
import { renderHelp } from './help.ts';

/** In characters: as wide as a README is read. */
const COLUMNS = 100;

/**
 * Every command of a program as Markdown: its help, below its name.
 * @param title of the page
 * @param entries those that it tells of, with all below them
 * @param before what is typed before each: "agora"
 */
export function commandReference(
  title: string,
  entries: readonly (Command | Group)[],
  before: string,
): string {
  const paint = pc.createColors(false);
  const sections = entries
    .flatMap((entry) => withPaths(entry, before))
    .map(
      ({ path, entry }) =>
        `## ${path}\n\n\`\`\`text\n${renderHelp(entry, { path, paint, columns: COLUMNS })}\`\`\`\n`,
    );
  return [
    `# ${title}\n`,
    'Made from the commands themselves by a test; not to be edited.\n',
    ...sections,
  ].join('\n');
}

/** An entry and all below it, as each is typed. */
export function withPaths(
  entry: Command | Group,
  before: string,
): readonly { readonly path: string; readonly entry: Command | Group }[] {
  const path = `${before} ${entry.name}`;
  const below = entry.kind === 'group' ? entry.commands : [];
  return [{ path, entry }, ...below.flatMap((child) => withPaths(child, path))];
}

import { commandsPage } from './commands.ts';
import { errorsPage } from './errors.ts';
import { rulePages } from './rules.ts';
import { settingsPage } from './settings.ts';

/** Each page that is made from the code: its file below docs/reference, and its text. */
export function referencePages(): ReadonlyMap<string, string> {
  return new Map([
    ['commands.md', commandsPage()],
    ['errors.md', errorsPage()],
    ['settings.md', settingsPage()],
    ...[...rulePages()].map(([name, text]): [string, string] => [`rules/${name}.md`, text]),
  ]);
}

import { readdirSync } from 'node:fs';
import path from 'node:path';

import { read, root } from './repository.ts';

const rules = ['packages', 'migrations', 'src', 'lint', 'rules'];

/** A page for each rule of the linter, by its name, and one that lists them. */
export function rulePages(): ReadonlyMap<string, string> {
  const names = readdirSync(path.join(root, ...rules), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  return new Map([
    // Sorts before the rules, whose names are in lower case.
    ['All-rules', read(...rules, 'README.md').replaceAll(/\]\(([a-z-]+)\/README\.md\)/g, '](./$1.md)')],
    ...names.map((name): [string, string] => [
      name,
      read(...rules, name, 'README.md').replaceAll(/\]\(\.\.\/([a-z-]+)\/README\.md\)/g, '](./$1.md)'),
    ]),
  ]);
}

import { readFileSync } from 'node:fs';
import path from 'node:path';

import { register } from './register.ts';
import { fill, nameOf, type Room } from './room.ts';

const FOLDER = 'packages/migrations';
const RULES = `${FOLDER}/src/lint/rules`;

/** A lint rule of migrations: `pnpm new rule no-listen`. */
export function rule(root: string, wanted: string): Room {
  const name = nameOf(wanted);
  const files = ['rule.ts', 'rule.test.ts', 'README.md'].map(
    (file) => [`${RULES}/${name.kebab}/${file}`, fill(`rule/${file}`, { ...name })] as const,
  );
  const index = `${RULES}/index.ts`;
  const text = register(readFileSync(path.join(root, index), 'utf8'), {
    imported: { name: name.camel, from: `./${name.kebab}/rule.ts` },
    opening: /rules: readonly Rule\[\] = \[/,
    entry: name.camel,
  });
  return {
    files: new Map(files),
    register: { file: index, text },
    derive: { folder: FOLDER, command: ['vitest', 'run', 'src/lint/rules/pages.test.ts', '-u'] },
    test: { folder: FOLDER, files: [`src/lint/rules/${name.kebab}`, 'src/lint/rules/pages.test.ts'] },
  };
}

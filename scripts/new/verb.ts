import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { register } from './register.ts';
import { fill, Misuse, type Name, nameOf, type Room } from './room.ts';

/** Where verbs live: those of any project, and those of the forum. */
const HOMES = [
  {
    folder: 'packages/cli',
    first: { file: 'src/verbs/index.ts', opening: /verbs: readonly VerbEntry\[\] = \[/ },
    reference: 'src/agora.test.ts',
  },
  {
    folder: 'apps/tooling',
    first: { file: 'src/program.ts', opening: /verbs: \[/ },
    reference: 'src/program.test.ts',
  },
] as const;

type Home = (typeof HOMES)[number];

/** A verb of the command line: `pnpm new verb migrate/explain`, or `explain` for one of the first level of any project. */
export function verb(root: string, wanted: string): Room {
  const [group, single, ...more] = wanted.includes('/') ? wanted.split('/') : [undefined, wanted];
  const name = nameOf(single ?? '');
  if (more.length > 0) throw new Misuse(`${wanted}: a verb stands in a group, and in nothing deeper.`);
  const home = group === undefined ? HOMES[0] : homeOf(root, group);
  const place = group === undefined ? 'src/verbs' : `src/verbs/${group}`;
  const words = [...(group === undefined ? [] : [group]), name.kebab];
  const filling = {
    ...name,
    words: words.join(' '),
    quoted: words.map((word) => `'${word}'`).join(', '),
    up: '../'.repeat(place.split('/').length - 1),
    imports: imports(home, place),
  };
  const files = ['verb.ts', 'verb.test.ts'].map(
    (file) =>
      [`${home.folder}/${place}/${file.replace('verb', name.kebab)}`, fill(`verb/${file}`, filling)] as const,
  );
  return {
    files: new Map(files),
    register:
      group === undefined ? firstLevel(root, home, name) : inGroup(root, `${home.folder}/${place}`, name),
    derive: { folder: home.folder, command: ['vitest', 'run', home.reference, '-u'] },
    test: { folder: home.folder, files: [`${place}/${name.kebab}.test.ts`, home.reference] },
  };
}

function homeOf(root: string, group: string): Home {
  const found = HOMES.find(({ folder }) =>
    existsSync(path.join(root, folder, 'src/verbs', group, 'index.ts')),
  );
  if (found !== undefined) return found;
  const groups = HOMES.flatMap(({ folder }) =>
    readdirSync(path.join(root, folder, 'src/verbs'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name),
  );
  throw new Misuse(`"${group}" is no group of verbs; there are ${groups.join(', ')}.`);
}

function imports(home: Home, place: string): string {
  if (home.folder !== 'packages/cli') return "import { defineCommand, EXIT, flag } from '@agora/cli';";
  const up = '../'.repeat(place.split('/').length - 1);
  return [
    `import { defineCommand } from '${up}command/command.ts';`,
    `import { EXIT } from '${up}command/exit-codes.ts';`,
    `import { flag } from '${up}command/option.ts';`,
  ].join('\n');
}

function inGroup(root: string, folder: string, name: Name): Room['register'] {
  const file = `${folder}/index.ts`;
  const text = register(readFileSync(path.join(root, file), 'utf8'), {
    imported: { name: name.camel, from: `./${name.kebab}.ts` },
    opening: /commands: \[/,
    entry: name.camel,
  });
  return { file, text };
}

/** Verbs of the first level are loaded when they are wanted. */
function firstLevel(root: string, home: Home, name: Name): Room['register'] {
  const file = `${home.folder}/${home.first.file}`;
  const text = register(readFileSync(path.join(root, file), 'utf8'), {
    opening: home.first.opening,
    entry: `{ name: '${name.kebab}', load: async () => (await import('./${name.kebab}.ts')).${name.camel} }`,
  });
  return { file, text };
}

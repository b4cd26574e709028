import { readFileSync } from 'node:fs';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { register } from './register.ts';
import { copyWorkspace, type WorkspaceCopy } from './workspace-copy.fixture.ts';

let copy: WorkspaceCopy;
beforeAll(() => {
  copy = copyWorkspace();
});
afterAll(() => copy.remove());

/** What each `pnpm new` is to make, and the newcomer's bill: the room, and the array that it is named in. */
const rooms = [
  {
    words: ['rule', 'no-listen'],
    folder: 'packages/migrations',
    room: ['README.md', 'rule.test.ts', 'rule.ts'].map((file) => `src/lint/rules/no-listen/${file}`),
    array: 'src/lint/rules/index.ts',
    derived: ['packages/migrations/src/lint/rules/README.md'],
    tests: ['src/lint/rules/no-listen', 'src/lint/rules/pages.test.ts'],
  },
  {
    words: ['verb', 'migrate/explain'],
    folder: 'packages/cli',
    room: ['src/verbs/migrate/explain.test.ts', 'src/verbs/migrate/explain.ts'],
    array: 'src/verbs/migrate/index.ts',
    derived: ['packages/cli/COMMANDS.md'],
    tests: ['src/verbs/migrate/explain.test.ts', 'src/agora.test.ts'],
  },
  {
    words: ['operation', 'likes/liked-posts'],
    folder: 'apps/api',
    room: ['src/features/likes/liked-posts.test.ts', 'src/features/likes/liked-posts.ts'],
    array: 'src/features/likes/index.ts',
    derived: ['packages/api-client/openapi.json', 'packages/api-client/src/api-types.ts'],
    tests: ['src/features/likes/liked-posts.test.ts', 'src/app.test.ts'],
  },
];

describe.each(rooms)('pnpm new $words', ({ words, folder, room, array, derived, tests }) => {
  let before: readonly string[];
  test('makes the room and names it in the array; the rest follows', async () => {
    before = copy.changed();
    const made = await copy.run('', ['node', '--import', 'tsx', 'scripts/new/main.ts', ...words]);
    expect(made).toMatchObject({ code: 0 });
    const byHand = [...room, array].map((file) => `${folder}/${file}`);
    const changed = copy.changed().filter((file) => !before.includes(file));
    expect(changed.toSorted()).toEqual([...byHand, ...derived].toSorted());
    expect(made.output).toContain(`npx vitest run ${tests.join(' ')}`);
  });

  test.each([
    ['the type check', ['tsc', '-p', 'tsconfig.json']],
    [
      'the linter',
      [
        'oxlint',
        '-c',
        '../../.oxlintrc.json',
        '--type-aware',
        '--deny-warnings',
        path.dirname(room.at(-1)!),
        array,
      ],
    ],
    ['the format', ['oxfmt', '--check', ...room, array]],
    ['its own test', ['vitest', 'run', ...tests]],
  ])('passes %s', async (_name, command) => {
    expect(await copy.run(folder, command)).toMatchObject({ code: 0 });
  });

  test('is refused a second time, and changes nothing', async () => {
    const text = readFileSync(path.join(copy.directory, folder, array), 'utf8');
    const again = await copy.run('', ['node', '--import', 'tsx', 'scripts/new/main.ts', ...words]);
    expect(again).toMatchObject({ code: 64, output: expect.stringContaining('is there already') });
    expect(readFileSync(path.join(copy.directory, folder, array), 'utf8')).toBe(text);
  });
});

test.each([
  [['rule', 'Shouting'], 'is no name'],
  [['rule', 'new'], 'is no name'],
  [['verb', 'nothing/explain'], 'there are backup, completion, db'],
  [['operation', 'nothing/liked'], 'likes, me, media'],
  [['factory', 'nothing-of-that-name'], 'No model says @@map("nothing_of_that_name")'],
  [['operation'], 'pnpm new rule|'],
  [['thing', 'one'], 'pnpm new rule|'],
])('pnpm new %j is refused, and told what can be', async (words, told) => {
  const { code, output } = await copy.run('', ['node', '--import', 'tsx', 'scripts/new/main.ts', ...words]);
  expect({ code, output }).toMatchObject({ code: 64, output: expect.stringContaining(told) });
});

test('a line is put among the imports by name, and last in the array', () => {
  const text = "import { x } from 'x';\nimport { b } from './b.ts';\n\nexport const all: T[] = [b, [1]];\n";
  const opening = /all: T\[\] = \[/;
  const named = (name: string): string =>
    register(text, { imported: { name, from: `./${name}.ts` }, opening, entry: name });
  expect(named('a')).toBe(
    "import { x } from 'x';\nimport { a } from './a.ts';\nimport { b } from './b.ts';\n\nexport const all: T[] = [b, [1], a];\n",
  );
  expect(named('c')).toContain(
    "'./b.ts';\nimport { c } from './c.ts';\n\nexport const all: T[] = [b, [1], c];",
  );
  expect(() => named('b')).toThrow('b is there already.');
});

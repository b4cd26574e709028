import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { layersOf, packageLaw, placeOf } from '../lint/layers.mjs';
import { filesBelow } from './source-files.ts';

// Violations are planted in an empty copy of the tree, under the real configuration of the linter.
const root = path.resolve(import.meta.dirname, '..', '..');
const copy = mkdtempSync(path.join(realpathSync(tmpdir()), 'agora boundaries '));
let faults: Map<string, string[]>;

const LAYER = 'agora(layers)';
const CIRCLE = 'import(no-cycle)';
const LIBRARY = 'eslint(no-restricted-imports)';

/** Imports between packages, and of libraries, each in a file of its own; the code of the error, if any. */
const imports: readonly [file: string, specifier: string, code?: string][] = [
  ['packages/core/src/a.ts', '@agora/postgres', LAYER],
  ['packages/core/src/b.ts', '@prisma/client', LIBRARY],
  ['packages/postgres/src/a.ts', '@agora/schema-engine', LAYER],
  ['packages/postgres/src/b.ts', '@agora/db', LAYER],
  ['packages/postgres/src/c.ts', '@prisma/client', LIBRARY],
  ['packages/postgres/src/d.ts', 'pg'],
  ['packages/postgres/src/e.ts', '@agora/core'],
  ['packages/rls/src/a.ts', '@agora/postgres', LAYER],
  ['packages/rls/src/b.ts', '@agora/core'],
  ['packages/testkit/src/a.ts', '@agora/db', LAYER],
  ['packages/testkit/src/b.ts', '@agora/postgres'],
  ['packages/catalog/src/a.ts', '@agora/schema-engine', LAYER],
  ['packages/schema-engine/src/a.ts', '@agora/migrations', LAYER],
  ['packages/schema-engine/src/b.ts', '@agora/db', LAYER],
  ['packages/schema-engine/src/c.ts', '@agora/postgres'],
  ['packages/schema-engine/src/d.ts', '@agora/testkit', LAYER],
  ['packages/schema-engine/src/e.test.ts', '@agora/testkit'],
  ['packages/schema-engine/src/f.test.ts', '@agora/db', LAYER],
  ['packages/seeding/src/a.ts', '@agora/migrations', LAYER],
  ['packages/seeding/src/b.ts', '@agora/catalog'],
  ['packages/migrations/src/a.ts', '@agora/db', LAYER],
  ['packages/migrations/src/b.ts', '@agora/api', LAYER],
  ['packages/migrations/src/c.ts', '@prisma/client', LIBRARY],
  ['packages/migrations/src/d.ts', '@agora/schema-engine'],
  ['packages/migrations/src/deep/e.ts', '@agora/db', LAYER],
  ['packages/migrations/src/f.ts', '@agora/backup', LAYER],
  ['packages/backup/src/a.ts', '@agora/migrations', LAYER],
  ['packages/operations/src/a.ts', '@agora/migrations'],
  ['packages/operations/src/b.ts', '@agora/cli', LAYER],
  ['packages/cli/src/a.ts', '@agora/db', LAYER],
  ['packages/cli/src/b.ts', '@agora/operations'],
  ['packages/db/src/a.ts', '@agora/migrations', LAYER],
  ['packages/db/src/b.ts', '@agora/api', LAYER],
  ['packages/db/src/c.ts', '@agora/schema-engine/register'],
  ['packages/api-client/src/a.ts', '@agora/db', LAYER],
  ['packages/api-client/src/b.ts', 'pg', LIBRARY],
  ['packages/api-client/src/c.ts', 'openapi-fetch'],
  ['packages/without-a-row/src/a.ts', '@agora/core', LAYER],
  ['apps/api/src/a.ts', '@agora/tooling', LAYER],
  ['apps/api/src/b.ts', '@agora/migrations', LAYER],
  ['apps/api/src/c.ts', '@agora/migrations/history'],
  ['apps/api/src/d.ts', '@agora/db'],
  ['apps/api/src/e.ts', '../../../packages/db/src/b.ts', LAYER],
  ['apps/tooling/src/a.ts', '@agora/migrations'],
  ['apps/tooling/src/b.ts', '@agora/db'],
  ['apps/tooling/src/c.ts', '@agora/api/accounts'],
];

/** Ways to import what stands above, types and re-exports among them. */
const ways: readonly [name: string, code: string][] = [
  ['import', "import { above } from '../verbs/above.ts';\nexport const use = above;\n"],
  ['import of a type', "import type { Above } from '../verbs/above.ts';\nexport type Use = Above[];\n"],
  ['import of one type', "import { type Above } from '../verbs/above.ts';\nexport type Use = Above[];\n"],
  ['re-export', "export { above } from '../verbs/above.ts';\n"],
  ['re-export of a type', "export type { Above } from '../verbs/above.ts';\n"],
  ['re-export of all', "export * from '../verbs/above.ts';\n"],
  ['import when needed', "export const use = async () => import('../verbs/above.ts');\n"],
  ['type by its path', "export type Use = import('../verbs/above.ts').Above;\n"],
];

/** Imports between the layers of a package, by the list planted below. */
const layered: readonly [from: string, to: string, code?: string][] = [
  ['verbs/a.ts', 'plan/plan.ts'],
  ['main.ts', 'verbs/above.ts'],
  ['index.ts', 'errors.ts'],
  ['start.ts', 'main.ts'],
  ['plan/b.ts', 'plan/plan.ts'],
  ['plan/c.ts', 'main.ts', LAYER],
  ['plan/d.ts', 'errors.ts'],
  ['plan/e.ts', 'plan/parts/part.ts'],
  ['plan/parts/f.ts', 'plan/plan.ts', LAYER],
  ['plan/h.test.ts', 'verbs/above.ts'],
  ['plan/h.fixture.ts', 'verbs/above.ts'],
  ['rules/one/a.ts', 'rules/two/a.ts', LAYER],
  ['rules/one/b.ts', 'rules/one/a.ts'],
  ['rules/list.ts', 'rules/one/b.ts'],
  ['rules/three/a.ts', 'rules/list.ts', LAYER],
  ['plan/i.ts', 'unlisted/a.ts', LAYER],
  ['unlisted/b.ts', 'plan/plan.ts', LAYER],
];

/** Two files that import each other, each way that a circle can close. */
const circles: readonly [name: string, code: (other: string) => string][] = [
  [
    'values',
    (other) => `import { v } from './${other}';\nexport const use = () => v;\nexport const v = 1;\n`,
  ],
  ['types', (other) => `import type { T } from './${other}';\nexport type Use = T[];\nexport type T = 1;\n`],
  [
    'one type',
    (other) => `import { type T } from './${other}';\nexport type Use = T[];\nexport type T = 1;\n`,
  ],
  ['re-exports', (other) => `export { v } from './${other}';\n`],
  ['re-exported types', (other) => `export type { T } from './${other}';\n`],
];

const WORDY = 'agora(short-comments)';
const sixty = Array.from({ length: 60 }, (_, index) => `word${index}`);

/** Comments that are short enough, or too long. */
const comments: readonly [name: string, code: string, fault?: string][] = [
  ['a block of 60 words', `/* ${sixty.join(' ')} */`],
  ['a block of 61 words', `/* ${sixty.join(' ')} more */`, WORDY],
  ['lines of 61 words together', sixty.map((word) => `// ${word}`).join('\n') + '\n// more', WORDY],
  ['two comments apart', sixty.map((word) => `// ${word}`).join('\n') + '\n\n// more'],
  [
    'a docstring whose tags are counted by themselves',
    `/**\n * ${sixty.join(' ')}\n * @param more of it\n */`,
  ],
  ['a docstring of 61 words', `/**\n * ${sixty.join('\n * ')}\n * more\n * @param it\n */`, WORDY],
  ['an address in a long text', `// ${sixty.slice(1).join(' ')} https://example.org/a/b?c=d-e`],
];

beforeAll(() => {
  for (const file of ['.oxlintrc.json', 'ARCHITECTURE.md', 'scripts/lint'])
    cpSync(path.join(root, file), path.join(copy, file), { recursive: true });
  for (const [file, specifier] of imports) plant(file, `export * as it from '${specifier}';\n`);
  const layers = [
    '1. `verbs/`: one each',
    '2. `plan/`: pure',
    '3. `plan/parts/`: its parts',
    '4. `rules/`: a list',
  ];
  plant(
    'packages/cli/README.md',
    ['# cli', '', '## Layers', '', ...layers, '5. `rules/*/`, `circles/`: rooms', '6. `errors.ts`'].join(
      '\r\n',
    ),
  );
  plant('packages/cli/src/verbs/above.ts', 'export const above = 1;\nexport type Above = typeof above;\n');
  plant('packages/cli/src/plan/plan.ts', 'export const plan = 1;\n');
  plant('packages/cli/src/plan/type-by-path.ts', "export type Use = typeof import('./plan.ts');\n");
  for (const [index, [, code]] of ways.entries()) plant(`packages/cli/src/plan/way-${index}.ts`, code);
  for (const [from, to] of layered) {
    const up = path.posix.relative(path.posix.dirname(from), to);
    plant(`packages/cli/src/${from}`, `export * as it from '${up.startsWith('.') ? up : `./${up}`}';\n`);
  }
  for (const [index, [, code]] of comments.entries())
    plant(`packages/cli/src/verbs/comment-${index}.ts`, `${code}\nexport const some = ${index};\n`);
  for (const [index, [, code]] of circles.entries()) {
    plant(`packages/cli/src/circles/one-${index}.ts`, code(`two-${index}.ts`));
    plant(`packages/cli/src/circles/two-${index}.ts`, code(`one-${index}.ts`));
  }
  plant(
    'packages/cli/src/circles/now-and-later.ts',
    "export { between } from './between.ts';\nexport const a = 1;\n",
  );
  plant('packages/cli/src/circles/between.ts', "export { later as between } from './later.ts';\n");
  plant(
    'packages/cli/src/circles/later.ts',
    "export const later = async () => import('./now-and-later.ts');\n",
  );
  faults = lint();
});
afterAll(() => rmSync(copy, { recursive: true }));

function plant(file: string, code: string): void {
  mkdirSync(path.dirname(path.join(copy, file)), { recursive: true });
  writeFileSync(path.join(copy, file), code);
}

/** Codes of the linter's errors by file. */
function lint(): Map<string, string[]> {
  const manifest = createRequire(path.join(root, 'package.json')).resolve('oxlint/package.json');
  const oxlint = path.join(path.dirname(manifest), 'bin', 'oxlint');
  const run = spawnSync(process.execPath, [oxlint, '-c', '.oxlintrc.json', '--format', 'json', '.'], {
    cwd: copy,
    encoding: 'utf8',
  });
  const report: {
    diagnostics: { filename: string; code: string; severity: string }[];
  } = JSON.parse(run.stdout);
  const byFile = new Map<string, string[]>();
  for (const { filename, code, severity } of report.diagnostics) {
    if (severity !== 'error') continue;
    const file = filename.replaceAll('\\', '/');
    byFile.set(file, [...(byFile.get(file) ?? []), code]);
  }
  return byFile;
}

function expected(code: string | undefined): string[] {
  return code === undefined ? [] : [code];
}

test.each(comments)('%s', (name, _code, fault) => {
  const index = comments.findIndex(([other]) => other === name);
  expect(faults.get(`packages/cli/src/verbs/comment-${index}.ts`) ?? []).toEqual(expected(fault));
});

describe('between packages', () => {
  test.each(imports)('%s imports %s: %s', (file, _specifier, code) => {
    expect(faults.get(file) ?? []).toEqual(expected(code));
  });
});

describe('between the layers of a package', () => {
  test.each(layered)('%s imports %s: %s', (file, _to, code) => {
    expect(faults.get(`packages/cli/src/${file}`) ?? []).toEqual(expected(code));
  });

  test('a type by its path, which no search for circles sees, is to be imported', () => {
    expect(faults.get('packages/cli/src/plan/type-by-path.ts')).toEqual([LAYER]);
  });

  test.each(ways.map(([name], index) => [name, index] as const))('an upward %s is caught', (_name, index) => {
    expect(faults.get(`packages/cli/src/plan/way-${index}.ts`)).toEqual([LAYER]);
  });
});

describe('a circle', () => {
  test.each(circles.map(([name], index) => [name, index] as const))('of %s is caught', (_name, index) => {
    const found = ['one', 'two'].map((name) => faults.get(`packages/cli/src/circles/${name}-${index}.ts`));
    expect(found).toEqual([[CIRCLE], [CIRCLE]]);
  });
});

test.each(['now-and-later.ts', 'later.ts'])('a circle that closes when needed is caught in %s', (file) => {
  const code = file === 'later.ts' ? [LAYER] : undefined;
  expect(faults.get(`packages/cli/src/circles/${file}`)).toEqual(code);
});

describe('what the linter reads', () => {
  const law = packageLaw(readFileSync(path.join(root, 'ARCHITECTURE.md'), 'utf8'));

  test('the law has no circle', () => {
    const open = new Map([...law].map(([folder, names]) => [path.basename(folder), names]));
    while (open.size > 0) {
      const lowest = [...open].filter(([, names]) => names.every((name) => !open.has(name.split('/')[0]!)));
      expect(lowest, `a circle in ${[...open.keys()].join(', ')}`).not.toEqual([]);
      for (const [name] of lowest) open.delete(name);
    }
  });

  describe.each([...law.keys()].filter((folder) => existsSync(path.join(root, folder, 'src'))))(
    '%s',
    (folder) => {
      const layers = layersOf(readFileSync(path.join(root, folder, 'README.md'), 'utf8'));

      test('has what its layers name', () => {
        const missing = layers.filter(
          ({ name }) => !existsSync(path.join(root, folder, 'src', name.replace('*/', ''))),
        );
        expect(missing.filter(({ name }) => name !== 'generated/')).toEqual([]);
      });

      test('names every folder among its layers', () => {
        const built = filesBelow(root, `${folder}/src`).filter(
          (file) => file.endsWith('.ts') && !/\.(test|fixture)\.ts$/.test(file),
        );
        const unlisted = built.filter((file) => !placeOf(file.slice(`${folder}/src/`.length), layers));
        expect(unlisted).toEqual([]);
      });
    },
  );
});

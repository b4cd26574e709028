import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

// The one-way law: apps -> db, migrations -> schema-engine -> postgres. Violations are planted in an empty
// copy of the tree, under the real configuration of the linter.
const root = path.resolve(import.meta.dirname, '..');
const copy = mkdtempSync(path.join(tmpdir(), 'agora boundaries '));
let faults: Map<string, string[]>;

const imports: readonly [file: string, specifier: string, allowed: boolean][] = [
  ['packages/postgres/src/a.ts', '@agora/schema-engine', false],
  ['packages/postgres/src/b.ts', '@agora/db', false],
  ['packages/postgres/src/c.ts', '@prisma/client', false],
  ['packages/postgres/src/d.ts', 'pg', true],
  ['packages/testkit/src/a.ts', '@agora/db', false],
  ['packages/testkit/src/b.ts', '@agora/postgres', true],
  ['packages/schema-engine/src/a.ts', '@agora/migrations', false],
  ['packages/schema-engine/src/b.ts', '@agora/db', false],
  ['packages/schema-engine/src/c.ts', '@agora/postgres', true],
  ['packages/migrations/src/a.ts', '@agora/db', false],
  ['packages/migrations/src/b.ts', '@agora/api', false],
  ['packages/migrations/src/c.ts', '@prisma/client', false],
  ['packages/migrations/src/d.ts', '@agora/schema-engine', true],
  ['packages/migrations/src/deep/e.ts', '@agora/db', false],
  ['packages/db/src/a.ts', '@agora/migrations', false],
  ['packages/db/src/b.ts', '@agora/api', false],
  ['packages/db/src/c.ts', '@agora/schema-engine/register', true],
  ['packages/api-client/src/a.ts', '@agora/db', false],
  ['packages/api-client/src/b.ts', 'pg', false],
  ['packages/api-client/src/c.ts', 'openapi-fetch', true],
  ['apps/api/src/a.ts', '@agora/tooling', false],
  ['apps/api/src/b.ts', '@agora/migrations', false],
  ['apps/api/src/c.ts', '@agora/migrations/history', true],
  ['apps/api/src/d.ts', '@agora/db', true],
  ['apps/tooling/src/a.ts', '@agora/migrations', true],
  ['apps/tooling/src/b.ts', '@agora/db', true],
];

beforeAll(() => {
  cpSync(path.join(root, '.oxlintrc.json'), path.join(copy, '.oxlintrc.json'));
  for (const [file, specifier] of imports)
    plant(file, `import * as it from '${specifier}';\nexport const use = it;\n`);
  plant(
    'packages/postgres/src/ring-one.ts',
    "import { two } from './ring-two.ts';\nexport const one = () => two;\n",
  );
  plant(
    'packages/postgres/src/ring-two.ts',
    "import { one } from './ring-one.ts';\nexport const two = () => one;\n",
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

describe('the one-way law', () => {
  test.each(imports)('%s imports %s: %s', (file, _specifier, allowed) => {
    const expected = allowed ? [] : ['eslint(no-restricted-imports)'];
    expect(faults.get(file) ?? []).toEqual(expected);
  });

  test.each(['packages/postgres/src/ring-one.ts', 'packages/postgres/src/ring-two.ts'])(
    '%s is in a circle',
    (file) => {
      expect(faults.get(file)).toEqual(['import(no-cycle)']);
    },
  );
});

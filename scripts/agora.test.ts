import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

const workspace = path.resolve(import.meta.dirname, '..');
/** A workspace whose command line is one file and a word. */
const root = mkdtempSync(path.join(tmpdir(), 'agora bundle '));
const write = (file: string, text: string): void => {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
};

beforeAll(() => {
  cpSync(import.meta.dirname, path.join(root, 'scripts'), { recursive: true });
  symlinkSync(path.join(workspace, 'node_modules'), path.join(root, 'node_modules'), 'junction');
  write('packages/schema-engine/src/index.ts', 'export {};');
  write(
    'packages/schema-engine/tsconfig.build.json',
    '{ "compilerOptions": { "rootDir": "src", "outDir": "dist" } }',
  );
  write(
    'apps/tooling/src/main.ts',
    `import path from 'node:path';
import { version } from 'esbuild';
import { word } from './word.ts';
process.stdout.write(JSON.stringify([word, path.basename(import.meta.dirname), version !== '', process.argv.slice(2)]));
process.exitCode = 3;
`,
  );
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function run(...words: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [path.join(root, 'scripts', 'agora.mjs'), ...words],
    { encoding: 'utf8' },
  );
  return { status, stderr, said: stdout === '' ? undefined : (JSON.parse(stdout) as unknown) };
}
const bundles = () =>
  readdirSync(path.join(root, '.agora', 'bundle'), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );

test('runs the sources as they are now, and bundles them again only when one has changed', () => {
  write('apps/tooling/src/word.ts', "export const word: string = 'one';\n");
  expect(run('a', '--b')).toEqual({ status: 3, stderr: '', said: ['one', 'src', true, ['a', '--b']] });
  expect(run('a', '--b').said).toEqual(['one', 'src', true, ['a', '--b']]);
  expect(bundles()).toHaveLength(1);

  write('apps/tooling/src/word.ts', "export const word: string = 'two';\n");
  expect(run().said).toEqual(['two', 'src', true, []]);
  expect(bundles()).toHaveLength(2);
});

test('says what esbuild says of a source that is none, and leaves the bundle of before', () => {
  write('apps/tooling/src/word.ts', 'export const word: string = ;\n');
  const broken = run();
  expect(broken.status).toBe(1);
  expect(broken.stderr).toContain('word.ts:1:28');
  write('apps/tooling/src/word.ts', "export const word: string = 'three';\n");
  expect(run().said).toEqual(['three', 'src', true, []]);
});

test('names a package that is not installed, and the command that installs it', () => {
  write('apps/tooling/src/word.ts', "export { word } from '@agora/not-linked-yet';\n");
  const { status, stderr } = run();
  expect(status).toBe(1);
  expect(stderr).toBe(
    'error: @agora/not-linked-yet is not installed in the workspace.\n  fix  pnpm install, or: npx -y pnpm@12.21.0 install\n',
  );
});

test('starts without a package that is loaded on demand', () => {
  write(
    'apps/tooling/src/word.ts',
    "export const word: string = await import('not-installed').then(() => 'there', () => 'four');\n",
  );
  expect(run()).toEqual({ status: 3, stderr: '', said: ['four', 'src', true, []] });
});

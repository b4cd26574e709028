// Installs the workspace with the package manager that package.json names; npm is enough to begin with.
// Usage: node scripts/install.mjs [--start]
//   --start: only what running needs, and nothing when it is there already. The lockfile's hashes are checked; whether
//            each version is old enough to be trusted is not: that takes ten seconds, and is checked without --start.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { fingerprint } from './fingerprint.mjs';
import { generate } from './generate.mjs';
import { prepare } from './prepare.mjs';

const root = path.resolve(import.meta.dirname, '..');
const modules = path.join(root, 'node_modules');
const stamp = path.join(modules, '.installed-from');
const starting = process.argv.includes('--start');

const wanted = fingerprint(root, [
  'package.json',
  'pnpm-lock.yaml',
  'pnpm-workspace.yaml',
  ...['apps', 'packages'].flatMap((folder) =>
    readdirSync(path.join(root, folder)).map((name) => path.join(folder, name, 'package.json')),
  ),
]);
if (starting && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted)
  await generate(path.join(root, 'packages', 'db'), 'src/generated/prisma');
else {
  // With --prod the package manager leaves out what prepares.
  process.exitCode = install() || (await prepare());
  if (process.exitCode === 0) writeFileSync(stamp, wanted);
}

/** @returns {number} the package manager's exit code */
function install() {
  const { packageManager } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const words = [
    '-y',
    '--prefer-offline',
    packageManager,
    'install',
    '--frozen-lockfile',
    '--prefer-offline',
  ];
  if (starting) words.push('--trust-lockfile');
  if (starting && !holdsTests()) words.push('--prod');
  const { status } = spawnSync('npx', words, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  return status ?? 1;
}

/** Whether an earlier installation brought what tests need, which --prod would take away. */
function holdsTests() {
  const file = path.join(modules, '.modules.yaml');
  return existsSync(file) && !/"?devDependencies"?: false/.test(readFileSync(file, 'utf8'));
}

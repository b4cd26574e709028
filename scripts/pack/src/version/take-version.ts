// Takes the next version from the changes that wait for it: pnpm version:take
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import getReleasePlan from '@changesets/get-release-plan';

import { root } from '../catalog.ts';
import { publishedPackages } from '../packages/index.ts';
import { withVersion } from './changelog.ts';

const { changesets, releases } = await getReleasePlan(root);
const version = releases.find(({ name }) => name === publishedPackages[0]?.name)?.newVersion;
if (version === undefined) {
  process.stderr.write('No change waits for a version: pnpm changeset adds one.\n');
  process.exit(1);
}
const changelog = path.join(root, 'CHANGELOG.md');
writeFileSync(changelog, withVersion(readFileSync(changelog, 'utf8'), version, changesets));
const command = createRequire(path.join(root, 'package.json')).resolve('@changesets/cli/bin.js');
execFileSync(process.execPath, [command, 'version'], { cwd: root, stdio: 'inherit' });
// Those of the workspace carry the same: they tell it, wherever they run.
for (const file of manifests())
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^( {2}"version": )"[^"]*"/m, `$1"${version}"`));
process.stdout.write(`${version}\n`);

function manifests(): string[] {
  const below = ['apps', 'packages'].flatMap((folder) =>
    readdirSync(path.join(root, folder)).map((name) => path.join(folder, name)),
  );
  return ['.', 'bench', path.join('scripts', 'pack'), ...below]
    .map((folder) => path.join(root, folder, 'package.json'))
    .filter((file) => existsSync(file));
}

import { copyFile, mkdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { bundleModules } from './bundle/bundle-modules.ts';
import { root } from './catalog.ts';
import { bundledPackages } from './legal/bundled-packages.ts';
import { installedPackages } from './legal/libraries.ts';
import { renderNotices } from './legal/notices.ts';
import { renderSbom } from './legal/sbom.ts';
import { type Common, manifestOf } from './manifest/manifest.ts';
import type { PublishedPackage } from './packages/published-package.ts';
import { packTarball, type Tarball } from './tarball/tarball.ts';
import { declare } from './types/declare.ts';

/** Where packages are made: a tarball each, and its folder as it was packed. */
const packDirectory: string = path.join(root, '.agora', 'pack');

/**
 * Makes a package from the workspace, whose packages are built.
 * @param destination where the tarball is put, beside the folder that it was packed from
 */
export async function make(
  published: PublishedPackage,
  destination: string = packDirectory,
): Promise<Tarball> {
  const directory = path.join(destination, published.name);
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  const inputs = await (published.bundle?.(directory) ?? bundleModules(published, directory));
  const assets = await copyAssets(published, directory);
  await declare(published, directory);
  const common = await readCommon();
  const bundled = bundledPackages([...inputs, ...assets]);
  const installed = installedPackages(published);
  const write = (name: string, text: string): Promise<void> => writeFile(path.join(directory, name), text);
  await Promise.all([
    write('package.json', `${JSON.stringify(manifestOf(published, common), undefined, 2)}\n`),
    write('THIRD-PARTY-NOTICES.txt', renderNotices(published.name, bundled)),
    write('sbom.cdx.json', renderSbom(published, { version: common.version, bundled, installed })),
    ...['LICENSE', 'CHANGELOG.md'].map((file) => copyFile(path.join(root, file), path.join(directory, file))),
    write('README.md', await readme(published)),
  ]);
  return packTarball(directory, destination);
}

/** Returns the files that were copied, below the repository's `node_modules`. */
function copyAssets({ assets = [] }: PublishedPackage, directory: string): Promise<string[]> {
  return Promise.all(
    assets.map(async ({ library, file }) => {
      const from = path.join(await realpath(path.join(root, library)), file);
      await copyFile(from, path.join(directory, 'dist', file));
      return path.relative(root, from);
    }),
  );
}

function readme(published: PublishedPackage): Promise<string> {
  return (
    published.readme?.() ??
    readFile(path.join(import.meta.dirname, 'packages', published.name, 'README.md'), 'utf8')
  );
}

async function readCommon(): Promise<Common> {
  return JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
}

import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { bundle } from './bundle/bundle.ts';
import { root } from './catalog.ts';
import { bundledPackages } from './legal/bundled-packages.ts';
import { renderNotices } from './legal/notices.ts';
import { type Common, manifestOf } from './manifest/manifest.ts';
import type { PublishedPackage } from './packages/published-package.ts';
import { packTarball, type Tarball } from './tarball/tarball.ts';
import { declare } from './types/declare.ts';

/** Where packages are made: a tarball each, and its folder as it was packed. */
export const packDirectory: string = path.join(root, '.agora', 'pack');

/**
 * Makes a package from the workspace, whose packages are built.
 * @returns its tarball in {@link packDirectory}
 */
export async function make(published: PublishedPackage): Promise<Tarball> {
  const directory = path.join(packDirectory, published.name);
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  const metafile = await bundle(published, directory);
  await declare(published, directory);
  const manifest = manifestOf(published, await readCommon());
  const libraries = bundledPackages(metafile);
  const write = (name: string, text: string): Promise<void> => writeFile(path.join(directory, name), text);
  await Promise.all([
    write('package.json', `${JSON.stringify(manifest, undefined, 2)}\n`),
    write('THIRD-PARTY-NOTICES.txt', renderNotices(published.name, libraries)),
    copyFile(path.join(root, 'LICENSE'), path.join(directory, 'LICENSE')),
    copyFile(
      path.join(import.meta.dirname, 'packages', published.name, 'README.md'),
      path.join(directory, 'README.md'),
    ),
  ]);
  return packTarball(directory, packDirectory);
}

async function readCommon(): Promise<Common> {
  return JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
}

import { readFileSync } from 'node:fs';
import path from 'node:path';

import type { Metafile } from 'esbuild';

import { root } from '../catalog.ts';

/** A library of others that is in a bundle. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX expression. */
  readonly license: string;
  /** Absolute. */
  readonly folder: string;
}

/** The libraries of others that a bundle holds code of, by name. */
export function bundledPackages(metafile: Metafile): readonly BundledPackage[] {
  const folders = new Set<string>();
  for (const output of Object.values(metafile.outputs)) {
    for (const [input, { bytesInOutput }] of Object.entries(output.inputs)) {
      const folder = /^(?:[\w-]+:)?(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(
        input.replaceAll('\\', '/'),
      )?.[1];
      if (folder !== undefined && bytesInOutput > 0) folders.add(path.resolve(root, folder));
    }
  }
  return [...folders].map(describe).toSorted((a, b) => a.name.localeCompare(b.name));
}

function describe(folder: string): BundledPackage {
  const { name, version, license }: Partial<Omit<BundledPackage, 'folder'>> = JSON.parse(
    readFileSync(path.join(folder, 'package.json'), 'utf8'),
  );
  if (name === undefined || version === undefined || typeof license !== 'string')
    throw new Error(`${folder}/package.json lacks a name, a version or a licence.`);
  return { name, version, license, folder };
}

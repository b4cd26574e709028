import path from 'node:path';

import { root } from '../catalog.ts';
import { type Library, readLibrary } from './libraries.ts';

/**
 * The libraries of others that a bundle holds code of, by name.
 * @param inputs the files whose code is in it; below the repository's `node_modules` where they are of others
 */
export function bundledPackages(inputs: readonly string[]): readonly Library[] {
  const folders = new Set<string>();
  for (const input of inputs) {
    const folder = /^(?:\.\.\/)*(node_modules\/.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(
      input.replaceAll('\\', '/'),
    )?.[1];
    if (folder !== undefined) folders.add(path.join(root, folder));
  }
  return [...folders].map(readLibrary).toSorted((a, b) => a.name.localeCompare(b.name));
}

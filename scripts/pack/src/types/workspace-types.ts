import { readFileSync } from 'node:fs';
import path from 'node:path';

import type { Plugin } from 'rollup';

import { root } from '../catalog.ts';

interface Manifest {
  readonly exports: Readonly<Record<string, { readonly types?: string }>>;
}

/** Finds the declarations of the workspace's packages, each at one place whoever asks. */
export const workspaceTypes: Plugin = {
  name: 'workspace-types',
  resolveId(id) {
    const [, name, rest = ''] = /^@agora\/([^/]+)(\/.+)?$/.exec(id) ?? [];
    if (name === undefined) return undefined;
    const folder = path.join(root, 'packages', name);
    const manifest: Manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
    const types = manifest.exports[`.${rest}`]?.types;
    if (types === undefined) throw new Error(`${id} has no types.`);
    return path.join(folder, types);
  },
};

import { copyFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';
import ts from 'typescript';

import { root } from '../catalog.ts';
import { entryFile } from '../entry-file.ts';
import type { PublishedPackage } from '../packages/published-package.ts';
import { mergeAugmentations } from './augmentations.ts';
import { spellOutInferred } from './inferred.ts';
import { workspaceTypes } from './workspace-types.ts';

/**
 * Writes the declarations of every entry: one file that names no package of the workspace. A second copy of it, for
 * CommonJS, as TypeScript takes a `.d.ts` of an ES module for one.
 * @param directory the package's; its `dist` exists
 */
export async function declare(published: PublishedPackage, directory: string): Promise<void> {
  for (const [entry, source] of Object.entries(published.entries)) {
    const file = path.join(directory, 'dist', entryFile(entry));
    const compiled = path.join(root, source.replace(/^(packages\/[^/]+)\/src\/(.*)\.ts$/, '$1/dist/$2.d.ts'));
    // A source of this folder only names what it exports, and is a declaration as it stands.
    if (!compiled.endsWith('.d.ts')) await copyFile(compiled, `${file}.d.ts`);
    const text = await declarationsOf(compiled.endsWith('.d.ts') ? compiled : `${file}.d.ts`);
    await Promise.all([writeFile(`${file}.d.ts`, text), writeFile(`${file}.d.cts`, text)]);
  }
}

async function declarationsOf(file: string): Promise<string> {
  const bundled = await rollup({
    input: file,
    external: (id) => !/^(?:\.|@agora\/)/.test(id) && !path.isAbsolute(id),
    plugins: [
      workspaceTypes,
      spellOutInferred,
      dts({
        compilerOptions: {
          allowImportingTsExtensions: true,
          customConditions: [],
          lib: ['lib.es2023.d.ts'],
          module: ts.ModuleKind.NodeNext,
          moduleResolution: ts.ModuleResolutionKind.NodeNext,
          noEmit: true,
          types: ['node'],
        },
      }),
    ],
    onwarn(warning) {
      throw new Error(`${file}: ${warning.message}`);
    },
  });
  const { output } = await bundled.generate({ format: 'es' });
  await bundled.close();
  return mergeAugmentations(output[0].code);
}

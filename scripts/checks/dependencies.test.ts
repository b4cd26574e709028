import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';

import { expect, test } from 'vitest';

import { filesBelow } from './source-files.ts';

const root = path.resolve(import.meta.dirname, '..', '..');

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** Packages that a module loads when it runs; types are gone by then. */
function loadedBy(code: string): string[] {
  const specifiers = [
    ...code.matchAll(/^(?:import|export) (?!type\b)(?:[^'";]*?from )?'([^'.][^']*)'/gm),
    ...code.matchAll(/(?<!typeof )\bimport\('([^'.][^']*)'\)/g),
  ].map((match) => match[1]!);
  return specifiers
    .filter((specifier) => !isBuiltin(specifier))
    .map((specifier) => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/'));
}

const packages = ['apps', 'packages']
  .flatMap((place) => filesBelow(root, place))
  .filter((file) => /^[^/]+\/[^/]+\/package\.json$/.test(file))
  .map((file) => path.posix.dirname(file))
  // It serves tests alone.
  .filter((folder) => folder !== 'packages/testkit');

const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8'));

// A first start leaves devDependencies out and runs the sources.
test.each(packages)('%s finds what it loads among its dependencies', (folder) => {
  const manifest = manifestOf(folder);
  const there = new Set([
    manifest.name,
    ...Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies }),
    // The package manager installs them here as it does dependencies.
    ...Object.keys(manifest.peerDependencies ?? {}),
    // What the root has is found from every folder below it.
    ...Object.keys(manifestOf('').dependencies ?? {}),
  ]);
  const missing = filesBelow(root, `${folder}/src`)
    .filter((file) => file.endsWith('.ts') && !/\.(?:test|fixture)\.ts$|\/testing\//.test(file))
    .flatMap((file) =>
      loadedBy(readFileSync(path.join(root, file), 'utf8'))
        .filter((name) => !there.has(name))
        .map((name) => `${file}: ${name}`),
    );
  expect(missing).toEqual([]);
});

test('tells what is loaded from what is only a type', () => {
  const code = [
    "import { a } from 'one';",
    "import type { b } from 'two';",
    "export * from '@three/four/five';",
    "import 'six/seven';",
    "import { x } from './x.ts';",
    "import path from 'node:path';",
    "const later = await import('eight');",
    "type T = typeof import('nine');",
  ].join('\n');
  expect(loadedBy(code).toSorted()).toEqual(['@three/four', 'eight', 'one', 'six']);
});

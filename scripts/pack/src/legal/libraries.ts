import { existsSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';

import { root } from '../catalog.ts';
import type { PublishedPackage } from '../packages/published-package.ts';

/** A library of others, as its package.json tells of it. */
export interface Library {
  readonly name: string;
  readonly version: string;
  /** SPDX expression. */
  readonly license: string;
  /** Absolute. */
  readonly folder: string;
}

/** What is installed beside a package by its dependencies, and theirs, as the workspace has it. By name. */
export function installedPackages(published: PublishedPackage): readonly Library[] {
  const found = new Map<string, Library>();
  const add = (name: string, from: readonly string[]): void => {
    const folder = from
      .map((place) => path.join(place, 'node_modules', name))
      .find((place) => existsSync(place));
    // Of the platforms only the one of this machine is installed.
    if (folder === undefined || found.has(folder)) return;
    const real = realpathSync(folder);
    const library = readLibrary(real);
    if (found.has(library.name)) return;
    found.set(library.name, library);
    const beside = real.slice(0, real.lastIndexOf(`${path.sep}node_modules${path.sep}`));
    for (const needed of dependenciesOf(real)) add(needed, [real, beside]);
  };
  const workspace = ['core', 'migrations', 'postgres', 'rls', 'schema-engine'].map((name) =>
    path.join(root, 'packages', name),
  );
  for (const name of [
    ...published.dependencies,
    ...published.typeDependencies,
    ...published.optionalDependencies,
  ])
    add(name, [root, ...workspace]);
  return [...found.values()].toSorted((a, b) => a.name.localeCompare(b.name));
}

/** @throws if its package.json lacks a name, a version or a licence */
export function readLibrary(folder: string): Library {
  const { name, version, license }: Partial<Library> = readManifest(folder);
  if (name === undefined || version === undefined || typeof license !== 'string')
    throw new Error(`${folder}/package.json lacks a name, a version or a licence.`);
  return { name, version, license, folder };
}

function dependenciesOf(folder: string): string[] {
  const { dependencies = {} }: { dependencies?: Record<string, string> } = readManifest(folder);
  return Object.keys(dependencies);
}

function readManifest(folder: string): Record<string, never> {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
}

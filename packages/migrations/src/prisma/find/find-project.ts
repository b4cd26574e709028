import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

import { findConfigFile } from './config-names.ts';

/** What tells where a project is, in the order in which one wins over the next. */
export type Found = {
  /** The folder that the project is called by. */
  readonly root: string;
} & (
  | { readonly kind: 'config'; readonly file: string }
  /** `prisma.schema` of a package.json, as Prisma 5 and 6 have it. */
  | { readonly kind: 'package'; readonly schema: string }
  | { readonly kind: 'schema'; readonly schema: string }
);

/**
 * Looks for a Prisma project from a folder upwards. Within one package (the folders up to a package.json) a configuration
 * wins over package.json, and that over a schema where Prisma expects one; then the package around it is looked at.
 */
export function findProject(from: string): Found | undefined {
  let folders: string[] = [];
  for (let folder = path.resolve(from); ; folder = path.dirname(folder)) {
    folders.push(folder);
    const top = path.dirname(folder) === folder;
    if (top || existsSync(path.join(folder, 'package.json'))) {
      const found = inPackage(folders);
      if (found !== undefined || top) return found;
      folders = [];
    }
  }
}

/** @param folders from the inmost to that of the package.json */
function inPackage(folders: readonly string[]): Found | undefined {
  for (const root of folders) {
    const file = findConfigFile(root);
    if (file !== undefined) return { kind: 'config', root, file };
  }
  const outer = folders.at(-1) ?? '';
  const schema = prismaOf(outer)?.schema;
  if (schema !== undefined) return { kind: 'package', root: outer, schema: path.resolve(outer, schema) };
  for (const folder of folders) {
    const beside = defaultSchemas(folder).find((file) => existsSync(file));
    if (beside === undefined) continue;
    // Who stands in prisma/ means the project around it.
    const inside = path.dirname(beside) === folder && path.basename(folder) === 'prisma';
    return { kind: 'schema', root: inside ? path.dirname(folder) : folder, schema: beside };
  }
  return undefined;
}

/** Where Prisma looks when nothing names a schema; the folder of the last is that of its preview `prismaSchemaFolder`. */
export function defaultSchemas(root: string): readonly string[] {
  const last = path.join(root, 'prisma', 'schema');
  return [
    path.join(root, 'schema.prisma'),
    path.join(root, 'prisma', 'schema.prisma'),
    ...(statSync(last, { throwIfNoEntry: false })?.isDirectory() === true ? [last] : []),
  ];
}

/** The folder of the nearest package.json, else the folder itself. */
export function packageFolder(from: string): string {
  const start = path.resolve(from);
  for (let folder = start; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'package.json'))) return folder;
    if (path.dirname(folder) === folder) return start;
  }
}

/** The entry `prisma` of the package.json of a folder. A broken one is npm's to complain of. */
export function prismaOf(folder: string): { readonly schema?: string; readonly seed?: string } | undefined {
  try {
    const manifest: { prisma?: { schema?: unknown; seed?: unknown } } | null = JSON.parse(
      readFileSync(path.join(folder, 'package.json'), 'utf8'),
    );
    const { schema, seed } = manifest?.prisma ?? {};
    return {
      ...(typeof schema === 'string' && schema !== '' ? { schema } : {}),
      ...(typeof seed === 'string' && seed !== '' ? { seed } : {}),
    };
  } catch {
    return undefined;
  }
}

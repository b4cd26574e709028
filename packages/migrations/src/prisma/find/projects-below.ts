import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { isPostgres, providerOf } from '../schema/datasource.ts';
import { findProject } from './find-project.ts';

/** Folders that are looked into: a repository with more is not searched to its end. */
const MOST_FOLDERS = 2000;
const DEEPEST = 5;
const SKIPPED = /^(?:\..*|node_modules|dist|build|out|coverage|vendor)$/;

/** How a project below a folder is reached from there: by going into its folder, or by naming its schema. */
export type Below =
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'schema'; readonly schema: string };

/**
 * The Prisma projects below a folder, where none stands in it or above: those of a monorepo, and schemas that have names
 * of their own. Nearest first; paths relative to the folder.
 */
export function projectsBelow(from: string): readonly Below[] {
  const found = new Map<string, Below>();
  let level = [from];
  let left = MOST_FOLDERS;
  for (let depth = 0; depth <= DEEPEST && level.length > 0; depth += 1) {
    const next: string[] = [];
    for (const folder of level.slice(0, left)) {
      for (const entry of entriesOf(folder)) {
        const file = path.join(folder, entry.name);
        if (entry.isDirectory() && !SKIPPED.test(entry.name)) next.push(file);
        if (!entry.isFile() || !tellsOfDatabase(file)) continue;
        const below = reach(from, file);
        found.set('folder' in below ? below.folder : below.schema, below);
      }
    }
    left = Math.max(0, left - level.length);
    level = next;
  }
  return [...found.values()];
}

function reach(from: string, file: string): Below {
  const root = findProject(path.dirname(file))?.root;
  return root === undefined
    ? { kind: 'schema', schema: path.relative(from, file) }
    : { kind: 'folder', folder: path.relative(from, root) };
}

function tellsOfDatabase(file: string): boolean {
  if (/^prisma\.config\.[cm]?[jt]s$/.test(path.basename(file))) return true;
  if (!file.endsWith('.prisma')) return false;
  try {
    const text = readFileSync(file, 'utf8');
    return /^\s*datasource\s/m.test(text) && isPostgres(providerOf(text));
  } catch {
    return false;
  }
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => a.name.localeCompare(b.name));
  } catch {
    return [];
  }
}

import { readFileSync } from 'node:fs';
import path from 'node:path';

import { parse } from 'yaml';

/** The root of the repository. */
export const root: string = path.resolve(import.meta.dirname, '..', '..', '..');

interface Workspace {
  readonly catalog: Readonly<Record<string, string>>;
}

const { catalog }: Workspace = parse(readFileSync(path.join(root, 'pnpm-workspace.yaml'), 'utf8'));

/** The one version of an outside library, from the catalog of the workspace. */
export function catalogVersion(name: string): string {
  const version = catalog[name];
  if (version === undefined) throw new Error(`${name} is not in the catalog of pnpm-workspace.yaml.`);
  return version;
}

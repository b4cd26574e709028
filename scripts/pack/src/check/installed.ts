import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';

/** The packages below a `node_modules`, nested ones included: as folders. */
export function packagesBelow(modules: string): string[] {
  if (!existsSync(modules)) return [];
  const folders = readdirSync(modules, { recursive: true, encoding: 'utf8' })
    .filter((file) =>
      /(?:^|[\\/]node_modules[\\/])(?:@[^\\/]+[\\/])?[^.@\\/][^\\/]*[\\/]package\.json$/.test(file),
    )
    .map((file) => path.join(modules, path.dirname(file)));
  // Some managers lead to one package by several links.
  return [...new Map(folders.map((folder) => [realpathSync(folder), folder])).values()];
}

/** What the files below a folder weigh together. */
export function bytesBelow(folder: string): number {
  if (!existsSync(folder)) return 0;
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(path.join(entry.parentPath, entry.name)).size, 0);
}

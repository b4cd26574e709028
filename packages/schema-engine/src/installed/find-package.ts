// oxlint-disable typescript/no-unsafe-type-assertion -- a package.json always has a version
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** A package as Node finds it from somewhere. */
interface InstalledPackage {
  readonly folder: string;
  readonly version: string;
}

/**
 * Finds a package, wherever the package manager keeps it.
 *
 * @param from a file or URL that the search starts at, as `require` would
 * @param entry a file of it that its `exports` show, where package.json is none
 */
export function findPackage(
  from: string,
  name: string,
  entry = 'package.json',
): InstalledPackage | undefined {
  const { resolve } = createRequire(from);
  try {
    return read(path.dirname(resolve(`${name}/${entry}`)));
  } catch {
    // Its exports may show neither: then by hand, as Node walks up.
    for (const modules of resolve.paths(name) ?? []) {
      try {
        return read(path.join(modules, name));
      } catch {
        continue;
      }
    }
    return undefined;
  }
}

function read(folder: string): InstalledPackage {
  const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    version: string;
  };
  return { folder, version };
}

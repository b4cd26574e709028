import { statSync } from 'node:fs';
import path from 'node:path';

const extensions = ['.js', '.ts', '.mjs', '.cjs', '.mts', '.cts'];

/** As @prisma/config 7.10 has them, in its order: `prisma7.` is for a project that Prisma 8 has a file in, too. */
const names: readonly string[] = [
  ...extensions.map((extension) => `prisma7.config${extension}`),
  ...extensions.map((extension) => path.join('.config', `prisma7${extension}`)),
  ...['prisma.config', path.join('.config', 'prisma'), path.join('.config', 'prisma.config')].flatMap(
    (base) => [
      ...extensions.map((extension) => `${base}${extension}`),
      ...extensions.map((extension) => path.join(base, `index${extension}`)),
    ],
  ),
];

/** The Prisma configuration of a folder, wherever in it Prisma finds one. */
export function findConfigFile(folder: string): string | undefined {
  return names
    .map((name) => path.join(folder, name))
    .find((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true);
}

/** The folder that a configuration speaks of: the one around `.config` for a file in there. */
export function rootOfConfig(file: string): string {
  const name = names.findLast((one) => file.endsWith(`${path.sep}${one}`));
  return name === undefined ? path.dirname(file) : file.slice(0, -name.length - 1) || path.parse(file).root;
}

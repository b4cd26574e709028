// The linter's own rules. `agora/layers`: imports run one way, between packages and between the folders of a package.
// `agora/short-comments`: none has more words than are read at once.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { gathered, MOST_WORDS, words } from './comments.mjs';
import { layerFault, layersOf, packageFault, packageLaw } from './layers.mjs';

const root = path.resolve(import.meta.dirname, '..', '..');
const law = packageLaw(readFileSync(path.join(root, 'ARCHITECTURE.md'), 'utf8'));
const layersByFolder = new Map();

/** Layers of a package, read once in a run. */
function layersIn(folder) {
  const known = layersByFolder.get(folder);
  if (known !== undefined) return known;
  const readme = path.join(root, folder, 'README.md');
  const layers = existsSync(readme) ? layersOf(readFileSync(readme, 'utf8')) : [];
  layersByFolder.set(folder, layers);
  return layers;
}

/** Folder of the package that a path lies in, and the path in its `src`; undefined for what is in none. */
function placeInWorkspace(file) {
  const [, folder, inside] =
    /^((?:apps|packages)\/[^/]+)\/src\/(.+)$/.exec(path.relative(root, file).replaceAll('\\', '/')) ?? [];
  return folder === undefined ? undefined : { folder, inside };
}

/** Why a file may not import what it names, or undefined. */
function fault(filename, specifier) {
  const from = placeInWorkspace(filename);
  if (from === undefined) return undefined;
  if (specifier.startsWith('@agora/')) return packageFault(from.folder, from.inside, specifier, law);
  if (!specifier.startsWith('.')) return undefined;
  const to = placeInWorkspace(path.resolve(path.dirname(filename), specifier));
  if (to === undefined) return undefined;
  if (to.folder !== from.folder) return `Import ${to.folder} by its name, not by a path into it.`;
  return layerFault(from.inside, to.inside, layersIn(from.folder));
}

/** Why an import when needed closes a circle, or undefined: `import/no-cycle` follows only the others. */
function lateCircle(filename, specifier) {
  const seen = new Set();
  const open = specifier.startsWith('.') ? [path.resolve(path.dirname(filename), specifier)] : [];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (file === filename)
      return `This closes a circle: ${specifier} leads back to this file. Move what both need into a file of its own.`;
    if (seen.has(file) || !existsSync(file)) continue;
    seen.add(file);
    const code = readFileSync(file, 'utf8').replaceAll(/^\s*(?:\/?\*|\/\/).*$/gm, '');
    for (const [, to] of code.matchAll(/\b(?:from|import)[\s(]*['"](\.[^'"]+\.ts)['"]/g))
      open.push(path.resolve(path.dirname(file), to));
  }
  return undefined;
}

/** A type that is named by its file's path escapes `import/no-cycle`. */
function typeByPath(specifier) {
  return specifier.startsWith('.')
    ? 'Import this type at the top of the file: here no search for circles sees it.'
    : undefined;
}

const layers = {
  create(context) {
    const check =
      (more = () => undefined) =>
      ({ source }) => {
        if (typeof source?.value !== 'string') return;
        const message = fault(context.filename, source.value) ?? more(source.value);
        if (message !== undefined) context.report({ node: source, message });
      };
    return {
      ImportDeclaration: check(),
      ExportNamedDeclaration: check(),
      ExportAllDeclaration: check(),
      ImportExpression: check((specifier) => lateCircle(context.filename, specifier)),
      TSImportType: check(typeByPath),
    };
  },
};

const shortComments = {
  create(context) {
    return {
      Program() {
        for (const { first, text } of gathered(context.sourceCode.getAllComments())) {
          const count = words(text);
          if (count <= MOST_WORDS) continue;
          const message = `This comment has ${count} words, and at most ${MOST_WORDS} are read. Keep the reason, the unit, the invariant or the source; a README has room for the rest.`;
          context.report({ loc: first.loc, message });
        }
      },
    };
  },
};

export default { meta: { name: 'agora' }, rules: { layers, 'short-comments': shortComments } };

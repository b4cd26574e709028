// Reads the two orders of imports where people read them (ARCHITECTURE.md and the packages' READMEs), and judges an
// import by them. A plain module: the linter loads it on Node 20, which strips no types.

/** Files that are not built; what they need stands anywhere in their package. */
const forTests = /\.(test|fixture)\.ts$/;

/** What tests of any package may import besides. */
const testPackages = ['testkit', 'api-client'];

/**
 * @typedef {object} Layer
 * @property {number} rank 1 is the top
 * @property {string} name as the README writes it: `plan/`, `error-codes.ts`, or `features/*\/` for rooms side by side
 */

/**
 * The packages that each may import, from the table below "## Packages".
 * @param {string} architecture text of ARCHITECTURE.md
 * @returns {Map<string, readonly string[]>} folder (`packages/postgres`) -> names without `@agora/`
 */
export function packageLaw(architecture) {
  const law = new Map();
  for (const line of section(architecture, 'Packages')) {
    const [, folder, allowed] = /^\| *`((?:apps|packages)\/[\w-]+)` *\|([^|]*)\|/.exec(line) ?? [];
    if (folder !== undefined) law.set(folder, codes(allowed));
  }
  return law;
}

/**
 * The layers of a package, from the numbered list below "## Layers".
 * @param {string} readme text of the package's README
 * @returns {Layer[]} empty without a list
 */
export function layersOf(readme) {
  return section(readme, 'Layers').flatMap((line) => {
    const [, rank, names] = /^(\d+)\. ([^:]*)/.exec(line) ?? [];
    return rank === undefined ? [] : codes(names).map((name) => ({ rank: Number(rank), name }));
  });
}

/**
 * Why a file may not import a package, or undefined.
 * @param {string} folder of the importing package
 * @param {string} file path in `src`
 * @param {string} specifier such as `@agora/db/seed`
 * @param {Map<string, readonly string[]>} law
 */
export function packageFault(folder, file, specifier, law) {
  const allowed = law.get(folder);
  if (allowed === undefined)
    return `${folder} has no row in the table of ARCHITECTURE.md, Packages. Add one.`;
  const wanted = specifier.slice('@agora/'.length);
  const names = forTests.test(file) ? [...allowed, ...testPackages] : allowed;
  if (names.some((name) => wanted === name || wanted.startsWith(`${name}/`))) return undefined;
  const list = allowed.length === 0 ? 'no other package' : `only ${allowed.join(', ')}`;
  return (
    `${folder} may not import ${specifier}: by ARCHITECTURE.md, Packages, it imports ${list}. ` +
    'Move what both need below them, or take it as a parameter.'
  );
}

/**
 * Why a file may not import another of its package, or undefined.
 * @param {string} from path in `src`, with slashes
 * @param {string} to path in `src`, with slashes
 * @param {readonly Layer[]} layers
 */
export function layerFault(from, to, layers) {
  if (layers.length === 0 || forTests.test(from)) return undefined;
  const importer = placeOf(from, layers);
  const imported = placeOf(to, layers);
  if (importer === undefined || imported === undefined) {
    const file = importer === undefined ? from : to;
    return `src/${file} stands in a folder that README.md, Layers, does not list. Add it.`;
  }
  if (importer.room === imported.room || importer.rank < imported.rank) return undefined;
  const how =
    importer.rank === imported.rank
      ? `${importer.room} and ${imported.room} stand side by side`
      : `${imported.room || 'the root of src'} stands above ${importer.room || 'the root of src'}`;
  return (
    `src/${from} may not import src/${to}: by README.md, Layers, ${how}, and imports go down only. ` +
    'Move what both need below them, or take it as a parameter.'
  );
}

/**
 * Where a file stands: by the longest name that fits it, else at the top when it lies at the root of src.
 * @param {string} file path in `src`, with slashes
 * @param {readonly Layer[]} layers
 * @returns {{ rank: number, room: string, depth: number } | undefined} undefined in a folder that is not listed
 */
export function placeOf(file, layers) {
  let place = file.includes('/') ? undefined : { rank: 0, room: '', depth: 0 };
  for (const { rank, name } of layers) {
    const pattern = name.replaceAll('.', '\\.').replaceAll('*', '[^/]+');
    const room = new RegExp(`^${pattern}${name.endsWith('/') ? '' : '$'}`).exec(file)?.[0];
    const depth = name.split('/').length;
    if (room !== undefined && (place === undefined || depth > place.depth || room === file))
      place = { rank, room, depth };
  }
  return place;
}

/** The lines below a heading of the second level. */
function section(markdown, heading) {
  const lines = markdown.split(/\r?\n/);
  const start = lines.indexOf(`## ${heading}`);
  if (start === -1) return [];
  const end = lines.findIndex((line, index) => index > start && line.startsWith('## '));
  return lines.slice(start + 1, end === -1 ? undefined : end);
}

/** What stands between backquotes. */
function codes(text) {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, code]) => code);
}

// Runs a command line from its sources: bundled when first wanted, and again when one of them has changed.
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const root = path.resolve(import.meta.dirname, '..');

/** A file that has grown or was written since is another one, as for make. @type {import('./bundle-agora.mjs').IsFresh} */
const isFresh = ({ inputs }) =>
  Object.entries(inputs).every(([file, [size, written]]) => {
    const now = statSync(`${root}/${file}`, { throwIfNoEntry: false });
    return now !== undefined && now.size === size && now.mtimeMs === written;
  });

/** @param {string} folder @returns {import('./bundle-agora.mjs').Bundle | undefined} */
function lastBundle(folder) {
  try {
    return JSON.parse(readFileSync(path.join(folder, 'last.json'), 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * Packages that are imported and not there; none for any other failure, a source that names a missing file included.
 * @param {any} error of an import, or of esbuild
 * @returns {readonly string[]}
 */
function missingPackages(error) {
  const said =
    error?.code === 'ERR_MODULE_NOT_FOUND'
      ? [String(error.message)]
      : (error?.errors ?? []).map(({ text }) => String(text));
  const names = said.map(
    (text) => /^(?:Cannot find package|Could not resolve) ["']([^./"'][^"']*)["']/.exec(text)?.[1],
  );
  return names.includes(undefined) ? [] : [...new Set(names)];
}

/**
 * Runs a program of the workspace with the words of this process.
 * @param {string} entry its main file, below the workspace's root
 * @param {string} name of the folder in `.agora` that keeps its bundles
 */
export async function runBundled(entry, name) {
  const folder = path.join(root, '.agora', name);
  let bundle = lastBundle(folder);
  if (bundle === undefined || !isFresh(bundle)) {
    try {
      const { bundleAgora } = await import('./bundle-agora.mjs');
      bundle = await bundleAgora(root, entry, folder);
    } catch (error) {
      const missing = missingPackages(error);
      if (missing.length === 0) throw error;
      process.stderr.write(
        `error: ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not installed in the workspace.\n` +
          '  fix  pnpm install, or: npx -y pnpm@12.21.0 install\n',
      );
      process.exit(1);
    }
  }
  // Reading the maps takes longer than most commands; the names of functions are kept.
  if (process.argv.includes('--verbose')) process.setSourceMapsEnabled(true);
  await import(pathToFileURL(path.join(folder, bundle.name, 'main.js')).href);
}

// Runs the command line from the sources: bundled when first wanted, and again when one of them has changed.
// Usage: node scripts/agora.mjs [words of agora]
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const root = path.resolve(import.meta.dirname, '..');
const folder = path.join(root, '.agora', 'bundle');

/** A file that has grown or was written since is another one, as for make. @type {import('./bundle-agora.mjs').IsFresh} */
const isFresh = ({ inputs }) =>
  Object.entries(inputs).every(([file, [size, written]]) => {
    const now = statSync(path.resolve(root, file), { throwIfNoEntry: false });
    return now !== undefined && now.size === size && now.mtimeMs === written;
  });

/** @returns {import('./bundle-agora.mjs').Bundle | undefined} */
function lastBundle() {
  try {
    return JSON.parse(readFileSync(path.join(folder, 'last.json'), 'utf8'));
  } catch {
    return undefined;
  }
}

let bundle = lastBundle();
if (bundle === undefined || !isFresh(bundle)) {
  const { bundleAgora } = await import('./bundle-agora.mjs');
  bundle = await bundleAgora(root, folder);
}
// Reading the maps takes longer than most commands; the names of functions are kept.
if (process.argv.includes('--verbose')) process.setSourceMapsEnabled(true);
await import(pathToFileURL(path.join(folder, bundle.name, 'main.js')).href);

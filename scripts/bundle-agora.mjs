// Bundles a command line and all packages of the workspace that it is made of. Most of what comes from a registry stays
// where it is installed.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { build, formatMessages } from 'esbuild';

import { buildEngine } from './prepare.mjs';

/**
 * @typedef {object} Bundle
 * @property {string} name of its folder
 * @property {Record<string, [size: number, written: number]>} inputs by their path below the workspace's root
 * @typedef {(bundle: Bundle) => boolean} IsFresh
 */

/**
 * Of many small files, which Node would take longer to find than to run. None of them looks for a file beside itself, and
 * nothing outside the bundle asks whether an object is of one of their classes.
 */
const TAKEN_IN = /^(?:zod|fastify-type-provider-zod|@supabase\/pg-delta|multiformats)(?:\/|$)/;

/** A command that runs on an older bundle may still load parts of it. */
const KEEP_MS = 3_600_000;

/**
 * Writes the bundle, and builds the schema engine, which Prisma's own CLI starts and prisma.config.ts imports.
 * @param {string} root of the workspace
 * @param {string} entry the program's main file, below the root
 * @param {string} folder that bundles are kept in
 * @returns {Promise<Bundle>}
 */
export async function bundleAgora(root, entry, folder) {
  const started = Date.now();
  const name = `${started.toString(36)}-${process.pid}`;
  const [{ metafile, warnings }] = await Promise.all([
    build({
      absWorkingDir: root,
      entryPoints: [entry],
      outdir: path.join(folder, name),
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: 'node20.19',
      conditions: ['source'],
      sourcemap: true,
      minifyWhitespace: true,
      minifySyntax: true,
      metafile: true,
      // Some of what is taken in is CommonJS.
      banner: {
        js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
      },
      logLevel: 'silent',
      plugins: [fromRegistry, whereItStands],
    }),
    // Whoever is in the middle of an edit may run what is done: the compiler says what is not.
    buildEngine().catch((error) => process.stderr.write(`${error.message}\n`)),
  ]);
  const said = await formatMessages(warnings, { kind: 'warning', color: process.stderr.isTTY });
  for (const warning of said) process.stderr.write(warning);
  writeFileSync(path.join(folder, name, 'package.json'), '{ "type": "module" }\n');
  // The lockfile speaks for what is installed.
  const sources = Object.keys(metafile.inputs).filter((file) => !file.includes('node_modules/'));
  const bundle = { name, inputs: stamped(root, started, [...sources, ...manifests(root)]) };
  // Whole or not at all: another command may be reading it.
  const made = path.join(folder, name, 'last.json');
  writeFileSync(made, JSON.stringify(bundle));
  renameSync(made, path.join(folder, 'last.json'));
  removeOld(folder, name);
  return bundle;
}

/** Leaves packages of a registry to Node, by the file that the importer would get. @type {import('esbuild').Plugin} */
const fromRegistry = {
  name: 'from-registry',
  setup(bundler) {
    bundler.onResolve(
      { filter: /^[^./]/ },
      async ({ path: wanted, kind, importer, resolveDir, pluginData }) => {
        const own = kind === 'entry-point' || /^(?:node:|@agora\/)/.test(wanted) || TAKEN_IN.test(wanted);
        if (own || pluginData === 'asked') return undefined;
        const found = await bundler.resolve(wanted, { kind, importer, resolveDir, pluginData: 'asked' });
        // What is optional to a package that is taken in need not be there, nor what a command loads when it needs it.
        const isOptional = importer.includes('node_modules') || kind === 'dynamic-import';
        const missing = found.errors.length > 0 && isOptional;
        if (missing) return { path: wanted, external: true };
        if (found.errors.length > 0 || found.external || importer.includes('node_modules')) return found;
        return { path: pathToFileURL(found.path).href, external: true };
      },
    );
  },
};

/** A module goes on to find what lies beside its source. @type {import('esbuild').Plugin} */
const whereItStands = {
  name: 'where-it-stands',
  setup(bundler) {
    bundler.onLoad({ filter: /\.ts$/ }, ({ path: file }) => {
      const text = readFileSync(file, 'utf8');
      if (!text.includes('import.meta.')) return { contents: text, loader: 'ts' };
      const places = { url: pathToFileURL(file).href, filename: file, dirname: path.dirname(file) };
      const contents = text.replaceAll(/\bimport\.meta\.(url|filename|dirname)\b/g, (_, key) =>
        JSON.stringify(places[key]),
      );
      return { contents, loader: 'ts' };
    });
  },
};

/** What decides which file an import means. @param {string} root */
function manifests(root) {
  const packages = ['apps', 'packages'].flatMap((folder) =>
    readdirSync(path.join(root, folder)).map((name) => `${folder}/${name}/package.json`),
  );
  return [...packages, 'pnpm-lock.yaml', 'scripts/bundle-agora.mjs'].filter(
    (file) => statSync(path.join(root, file), { throwIfNoEntry: false }) !== undefined,
  );
}

/**
 * A file that was written since `started` may be in the bundle as it was before: it counts as changed.
 * @param {string} root
 * @param {number} started
 * @param {readonly string[]} files
 * @returns {Bundle['inputs']}
 */
function stamped(root, started, files) {
  return Object.fromEntries(
    files.map((file) => {
      const { size, mtimeMs } = statSync(path.join(root, file));
      return [file, [size, mtimeMs < started ? mtimeMs : 0]];
    }),
  );
}

/**
 * @param {string} folder
 * @param {string} current
 */
function removeOld(folder, current) {
  mkdirSync(folder, { recursive: true });
  for (const { name } of readdirSync(folder, { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  )) {
    const old = path.join(folder, name);
    if (name !== current && Date.now() - statSync(old).mtimeMs > KEEP_MS)
      rmSync(old, { recursive: true, force: true });
  }
}

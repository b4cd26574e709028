// Generates a package's Prisma Client, unless it stands there as its schema is now.
// Usage, in the folder of a package: node ../../scripts/generate.mjs CLIENT
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import { fingerprint } from './fingerprint.mjs';

/**
 * @param {string} folder of the package
 * @param {string} client folder where its schema puts the client, from there
 * @throws Error what Prisma said
 */
export async function generate(folder, client) {
  const require = createRequire(path.join(folder, 'package.json'));
  const schema = path.join(folder, 'prisma');
  const wanted = fingerprint(folder, [
    'prisma.config.ts',
    require.resolve('prisma/package.json'),
    ...readdirSync(schema, { recursive: true })
      .filter((file) => file.endsWith('.prisma'))
      .map((file) => path.join(schema, file)),
  ]);
  const stamp = path.join(folder, client, '.made-from');
  const made = path.join(folder, client, 'client.ts');
  if (isMadeFrom(wanted, stamp, made)) return;
  // Prisma writes into no folder that does not look like a client.
  rmSync(existsSync(made) ? stamp : path.join(folder, client), { recursive: true, force: true });
  const child = spawn(process.execPath, [require.resolve('prisma/build/index.js'), 'generate'], {
    cwd: folder,
    // prisma.config.ts imports packages of the workspace, which need not be built for it.
    env: { ...process.env, NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --conditions=source` },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = [];
  child.stdout.on('data', (chunk) => output.push(chunk));
  child.stderr.on('data', (chunk) => output.push(chunk));
  const [code] = await once(child, 'close');
  if (code !== 0)
    throw new Error(`prisma generate in ${folder} ended with ${code}:\n${Buffer.concat(output)}`);
  writeFileSync(stamp, wanted);
}

/** Whether the stamp says so, and nobody has generated anew since it was written. */
function isMadeFrom(wanted, stamp, made) {
  if (!existsSync(stamp) || !existsSync(made)) return false;
  return readFileSync(stamp, 'utf8') === wanted && statSync(stamp).mtimeMs >= statSync(made).mtimeMs;
}

if (import.meta.filename === realpathSync(process.argv[1])) await generate(process.cwd(), process.argv[2]);

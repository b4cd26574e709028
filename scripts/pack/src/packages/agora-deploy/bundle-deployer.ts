import { execFile } from 'node:child_process';
import { chmod, copyFile, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

import { root } from '../../catalog.ts';

/** Takes the one file that the migrations' own script makes of the deployer. */
export async function bundleDeployer(directory: string): Promise<readonly string[]> {
  const migrations = path.join(root, 'packages', 'migrations');
  await promisify(execFile)(process.execPath, [path.join(migrations, 'scripts', 'bundle-deployer.mjs')]);
  const made = path.join(migrations, 'dist-deployer');
  const program = path.join(directory, 'bin', 'agora-deploy.js');
  await mkdir(path.dirname(program));
  await copyFile(path.join(made, 'agora-deploy.mjs'), program);
  await chmod(program, 0o755);
  const inputs: string[] = JSON.parse(await readFile(path.join(made, 'inputs.json'), 'utf8'));
  return inputs;
}

import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { root } from '../catalog.ts';
import { readmeCommands } from './readme-commands.ts';
import { openShell, type ShellRun } from './shell.ts';

/** A command of a README, and what became of it. */
export interface ExampleStep extends ShellRun {
  readonly line: string;
  readonly good: boolean;
}

/**
 * Runs the commands of an example's README in a copy outside the repository, whose path has a space, up to the first
 * that does not end as it should.
 * @param tarballs the files of our packages, by name
 * @param onStep told of each command as it ends
 */
export async function runExample(
  name: string,
  tarballs: ReadonlyMap<string, string>,
  onStep: (step: ExampleStep) => void,
): Promise<boolean> {
  const folder = await mkdtemp(path.join(tmpdir(), `agora example ${name} `));
  const shell = openShell(folder, strangersEnvironment());
  try {
    await cp(path.join(root, 'examples', name), folder, {
      recursive: true,
      filter: (source) => !/[\\/](?:node_modules|generated|\.agora)$/.test(source),
    });
    await takeTarballs(path.join(folder, 'package.json'), tarballs);
    const commands = readmeCommands(await readFile(path.join(folder, 'README.md'), 'utf8'));
    if (commands.length === 0) throw new Error(`${name}/README.md has no block of "sh run".`);
    for (const { line, code } of commands) {
      const run = await shell.run(line);
      onStep({ ...run, line, good: run.code === code });
      if (run.code !== code) return false;
    }
    return true;
  } finally {
    await shell.run('npx --no agora db stop');
    await shell.end();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Names the files of our packages, which no registry has yet. */
async function takeTarballs(file: string, tarballs: ReadonlyMap<string, string>): Promise<void> {
  let text = await readFile(file, 'utf8');
  for (const [name, tarball] of tarballs)
    text = text.replace(
      new RegExp(`"${name}": "[^"]*"`),
      () => `"${name}": ${JSON.stringify(`file:${tarball}`)}`,
    );
  await writeFile(file, text);
}

/** Without what this repository, a package manager or a developer has set for its own work. */
function strangersEnvironment(): NodeJS.ProcessEnv {
  const own = /^(?:npm_|pnpm_|agora_|node_options$|node_path$|node_env$|database_url|shadow_database_url)/i;
  return {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name))),
    npm_config_prefer_offline: 'true',
    npm_config_audit: 'false',
    npm_config_fund: 'false',
  };
}

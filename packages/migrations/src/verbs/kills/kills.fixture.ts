import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

import { slowTests } from '@agora/testkit';

import { bundleChild } from '../../bundle-child.fixture.ts';
import type { FixtureProject } from '../../project.fixture.ts';

/**
 * Runs a verb in a process of its own, killed before its nth message to the server.
 * @returns what it said at its end; undefined where it was killed
 */
export type RunKilled = (verb: string, nth: number) => Promise<string | undefined>;

/** Makes the process for a project. */
export async function killable({ root, url, directory }: FixtureProject): Promise<RunKilled> {
  const child = path.join(root, 'kill-child.mjs');
  await bundleChild(path.join(import.meta.dirname, 'kill-child.fixture.ts'), child);
  return async (verb, nth) => {
    const running = spawn(process.execPath, [child, verb, url, directory, String(nth)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [running.stdout, running.stderr])
      stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await once(running, 'close');
    return running.signalCode === 'SIGKILL' ? undefined : said;
  };
}

/** The messages before which a verb is killed: every fifth until it comes to its end in the slow tests, else one. */
export function* killedBefore(): Generator<number> {
  if (!slowTests) yield 31;
  else for (let nth = 1; ; nth += 5) yield nth;
}

/** Of one test, in milliseconds. */
export const PATIENCE_MS = slowTests ? 1_800_000 : 300_000;

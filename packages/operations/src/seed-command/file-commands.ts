import { isAgoraError } from '@agora/core';

import { runSeedCommand } from './seed-command.ts';

/** A command that failed, and what it said. */
interface FailedCommand {
  readonly command: string;
  readonly why: string;
}

/**
 * Runs commands for files that were made, such as a formatter, one after the other; each gets the paths as its last
 * words. One that fails is no reason to leave out the next, and takes no file away.
 * @param input.commands split as the seed command is: at spaces, `\\ ` being one
 * @param input.cwd the folder of the project
 * @throws AgoraError `operations.interrupted`
 */
export async function runFileCommands(input: {
  readonly commands: readonly string[];
  readonly files: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal | undefined;
  readonly onOutput?: ((line: string) => void) | undefined;
}): Promise<readonly FailedCommand[]> {
  const { commands, files, ...how } = input;
  const failed: FailedCommand[] = [];
  if (files.length === 0) return failed;
  const paths = files.map((file) => file.replaceAll(' ', '\\ ')).join(' ');
  for (const command of commands) {
    try {
      await runSeedCommand({ ...how, command: `${command} ${paths}` });
    } catch (error) {
      if (!isAgoraError(error) || error.code === 'operations.interrupted') throw error;
      failed.push({ command, why: error.why ?? error.message });
    }
  }
  return failed;
}

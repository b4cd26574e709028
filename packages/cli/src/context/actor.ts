import { userInfo } from 'node:os';

import type { Context } from './context.ts';

/** Who runs the command, as the history names them: of the CI's job, of the shell or of the system. */
export function actorOf(env: Context['env']): string | undefined {
  return env['GITHUB_ACTOR'] ?? env['USER'] ?? userName();
}

function userName(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    // A uid without an entry in the user database, as in some containers.
    return undefined;
  }
}

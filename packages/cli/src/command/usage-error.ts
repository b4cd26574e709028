import { AgoraError } from '@agora/core';

/** A command line that cannot be understood: exits 64. */
export class UsageError extends AgoraError {}

/** Options that say two things at once; nothing was tried. */
export function contradiction(path: string, message: string): UsageError {
  return new UsageError({
    code: 'cli.contradiction',
    message: `${path}: ${message}`,
    why: 'They contradict each other. Nothing was done.',
    fix: `${path} --help`,
  });
}

import { AgoraError, isAgoraError } from '@agora/core';

import type { Migration } from '../../project/folder.ts';

/** Lines of SQL that an error shows. */
const SHOWN = 40;

/**
 * What a proof failed with, if it is that the new migration does not run behind the history: with its SQL, since nothing of
 * it is written. Any other error as it is.
 * @param slug what the migration was to be called
 */
export function describeNotRunning(error: unknown, { name, up }: Migration, slug: string): unknown {
  if (!isAgoraError(error) || error.code !== 'migrations.replay_failed' || !error.message.includes(name))
    return error;
  const lines = up.sql.trimEnd().split('\n');
  const left = lines.length - SHOWN;
  return new AgoraError({
    code: 'migrations.does_not_run',
    message: `What was made for ${slug} does not run behind the history, and nothing was written.`,
    why: [
      error.why,
      'It is:',
      ...lines.slice(0, SHOWN).map((line) => `  ${line}`.trimEnd()),
      ...(left > 0 ? [`  (${left} lines more)`] : []),
    ].join('\n'),
    fix: `Change the schema so that it runs (a @default for a new required field, or an optional one), or write it by hand: agora migrate create ${slug} --empty lays the file for what is above, corrected. What a platform makes before the first migration belongs into migrations.initShadowDb of prisma.config.ts.`,
    cause: error,
  });
}

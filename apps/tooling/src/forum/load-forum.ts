import type { LoadProgress, LoadResult, LoadStepResult } from '@agora/db/seed';
import { loadCommand } from '@agora/db/seed/catalog';
import { AgoraError, type Environment, isAgoraError } from '@agora/core';

import { compact, type Context, duration, withPeriodicNotes } from '@agora/cli';

export interface LoadRequest {
  readonly environment: Environment;
  readonly scale: number;
  readonly workers?: number | undefined;
  readonly seed?: number | undefined;
  readonly referenceDate?: Date | undefined;
}

/**
 * Runs a load and shows rate and remaining time of each phase.
 * @throws AgoraError the `seed.*` errors; `cli.interrupted` when `signal` stops it
 */
export async function loadForum(
  context: Context,
  url: string,
  request: LoadRequest,
  signal: AbortSignal,
): Promise<LoadResult> {
  const { out } = context;
  // On demand: it brings faker along, which the help of a command does not need.
  const { load } = await import('@agora/db/seed');
  const ended: LoadStepResult[] = [];
  const again = loadCommand({ ...request, reference: request.referenceDate });
  const result = await out.step(`Load ${request.scale} x 10,000 users`, async (step) => {
    try {
      return await withPeriodicNotes(out, step, (report) =>
        load({
          ...request,
          url,
          signal,
          onProgress: (progress) => report(describeProgress(progress)),
          onStep: (result) => ended.push(result),
        }),
      );
    } catch (error) {
      for (const { does, outcome } of ended) out.note(`${outcome.padEnd(12)} ${does}`);
      if (!signal.aborted) {
        // Not of what was refused before anything was written.
        if (!isAgoraError(error) || !error.code.startsWith('seed.'))
          out.warn(`What is whole is kept. To go on: ${again}`);
        throw error;
      }
      throw new AgoraError({
        code: 'cli.interrupted',
        message: 'Stopped. What is whole is kept; indexes and keys that were taken away are not back yet.',
        fix: `${again}   (goes on where it stopped)`,
        cause: error,
      });
    }
  });
  const rows = Object.values(result.rows).reduce((sum, count) => sum + count, 0);
  if (result.changed) {
    const rate = compact((rows * 1000) / result.durationMs);
    out.success(
      `${compact(rows)} rows, ${rate}/s: copied in ${duration(result.copyMs)}, indexes and keys in ${duration(result.rebuildMs)}.`,
    );
  } else out.note('Nothing to do: this load is there already.');
  return result;
}

function describeProgress({
  phase,
  what,
  done,
  total,
  rows,
  rowsPerSecond,
  remainingSeconds,
}: LoadProgress): string {
  const left = remainingSeconds === undefined ? '' : ` · ${duration(remainingSeconds * 1000)} left`;
  if (phase === 'copy') {
    return `${Math.floor((100 * done) / total)}% · ${compact(rows)} rows · ${compact(rowsPerSecond)}/s${left} · ${what}`;
  }
  return `${phase} ${done}/${total} ${what}${left}`;
}

import type { SeedResult } from '@agora/db/seed';
import { AgoraError, type Environment } from '@agora/core';

import type { Context } from '@agora/cli';

/** What to seed; see the options of `agora seed`. */
export interface SeedRequest {
  readonly environment: Environment;
  readonly profile: string;
  readonly seed?: number | undefined;
  readonly referenceDate?: Date | undefined;
  readonly only?: readonly string[] | undefined;
  readonly dryRun?: boolean | undefined;
}

/**
 * Seeds the forum as one step that shows how far it is.
 * @throws AgoraError the `seed.*` errors; `cli.interrupted` when `signal` stops it
 */
export async function seedForum(
  context: Context,
  url: string,
  request: SeedRequest,
  signal: AbortSignal,
): Promise<SeedResult> {
  const { out } = context;
  // On demand: it brings faker along, which the help of a command does not need.
  const { seed } = await import('@agora/db/seed');
  return out.step(`${request.dryRun === true ? 'Plan' : 'Seed'} ${request.profile}`, async (step) => {
    try {
      return await seed({
        ...request,
        url,
        signal,
        onProgress: ({ entity, done, total }) => step.note(`${done}/${total} ${entity}`),
      });
    } catch (error) {
      if (!signal.aborted) throw error;
      throw new AgoraError({
        code: 'cli.interrupted',
        message: 'Stopped. Nothing was seeded: it is one transaction.',
        cause: error,
      });
    }
  });
}

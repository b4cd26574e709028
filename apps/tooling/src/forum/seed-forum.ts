import { seed, type SeedResult } from '@agora/db/seed';

import type { Context } from '../context.ts';

/** What to seed; see the options of `agora seed`. */
export interface SeedRequest {
  readonly profile: string;
  readonly seed?: number | undefined;
  readonly only?: readonly string[] | undefined;
  readonly dryRun?: boolean | undefined;
}

/**
 * Seeds the forum as one step that shows how far it is.
 * @throws AgoraError the `seed.*` errors
 */
export function seedForum(
  context: Context,
  url: string,
  request: SeedRequest,
  signal: AbortSignal,
): Promise<SeedResult> {
  return context.out.step(`Seed ${request.profile}`, (step) =>
    seed({
      ...request,
      url,
      environment: context.environment,
      signal,
      onProgress: ({ entity, done, total }) => step.note(`${done}/${total} ${entity}`),
    }),
  );
}

import { chooseEnvironment, type EnvironmentChoice } from '@agora/core';

import type { Context } from './context.ts';

/**
 * The environment that a database is handled by: `--env`, AGORA_ENV, NODE_ENV, else by where it is.
 * @param url of the database; undefined where none is named, or it is the embedded server's
 */
export function environmentOf(
  context: Pick<Context, 'environmentOption' | 'env'>,
  url: string | undefined,
): EnvironmentChoice {
  return chooseEnvironment({ option: context.environmentOption, env: context.env, url });
}

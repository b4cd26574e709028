import type { Environment } from '@agora/migrations';
import { AgoraError } from '@agora/postgres';

/** Where a database lives; `--env`, else `AGORA_ENV`, else the first. */
export const ENVIRONMENTS = [
  'development',
  'staging',
  'production',
] as const satisfies readonly Environment[];

export type { Environment };

/**
 * Guards what must never happen in production, whatever the flags.
 * @param action what is refused, as the start of a sentence: "Resetting a database"
 * @throws AgoraError `cli.refused_in_production`
 */
export function refuseInProduction(environment: Environment, action: string): void {
  if (environment !== 'production') return;
  throw new AgoraError({
    code: 'cli.refused_in_production',
    message: `${action} is refused in production.`,
    why: 'The environment is production (by --env or AGORA_ENV), and no flag overrides this.',
    fix: 'If this is not a production database, run again with --env development.',
  });
}

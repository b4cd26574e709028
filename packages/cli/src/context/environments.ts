import { AgoraError, type Environment } from '@agora/core';

export { type Environment, ENVIRONMENTS } from '@agora/core';

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

import { AgoraError } from '@agora/postgres';

/** Where a database lives; `--env`, else `AGORA_ENV`, else the first. */
export const ENVIRONMENTS = ['development', 'staging', 'production'] as const;

export type Environment = (typeof ENVIRONMENTS)[number];

/**
 * Only development databases are thrown away and made again.
 * @throws AgoraError `cli.reset_refused`
 */
export function refuseResetOutsideDevelopment(environment: Environment): void {
  refuseInProduction(environment, 'Resetting a database');
  if (environment === 'development') return;
  throw new AgoraError({
    code: 'cli.reset_refused',
    message: `Resetting a database is refused in ${environment}.`,
    why: `The environment is ${environment} (by --env or AGORA_ENV); only a development database may be reset.`,
    fix: 'If this is a development database, run again with --env development.',
  });
}

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

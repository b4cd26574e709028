import { AgoraError, type EnvironmentPolicy } from '@agora/core';
import type { AgoraConfig } from '@agora/core/config';

import type { Context } from './context.ts';
import { refuseInProduction } from './environments.ts';

/** What agora.config.ts says about the environment at hand. */
export async function environmentPolicy(
  context: Pick<Context, 'root' | 'environment'>,
): Promise<{ readonly policy: EnvironmentPolicy; readonly forgotten: AgoraConfig['forgotten'] }> {
  const { loadAgoraConfig } = await import('@agora/core/config');
  const config = await loadAgoraConfig(context.root);
  return { policy: config.environments[context.environment], forgotten: config.forgotten };
}

/**
 * @throws AgoraError `cli.refused_in_production`, whatever agora.config.ts says; elsewhere `cli.reset_refused`
 * where it forbids a reset
 */
export function refuseReset(policy: EnvironmentPolicy): void {
  refuseInProduction(policy.name, 'Resetting a database');
  if (policy.resetAllowed) return;
  throw new AgoraError({
    code: 'cli.reset_refused',
    message: `Resetting a database is refused in ${policy.name}.`,
    why: `The setting environments.${policy.name}.resetAllowed is false; the environment comes from --env or AGORA_ENV.`,
    fix: 'If this is a development database, run again with --env development.',
  });
}

import type { Context } from '@agora/cli';
import type { EnvironmentPolicy } from '@agora/core';
import { type AgoraConfig, loadAgoraConfig } from '@agora/core/config';

/** What agora.config.ts says about the environment at hand. */
export async function environmentPolicy(
  context: Pick<Context, 'root' | 'environment'>,
): Promise<{ readonly policy: EnvironmentPolicy; readonly forgotten: AgoraConfig['forgotten'] }> {
  const config = await loadAgoraConfig(context.root);
  return { policy: config.environments[context.environment], forgotten: config.forgotten };
}

import { type Context, environmentOf } from '@agora/cli';
import { type EnvironmentPolicy, policyOf } from '@agora/core';
import { type AgoraConfig, loadAgoraConfig } from '@agora/core/config';

/** What agora.config.ts says about the environment at hand. Without DATABASE_URL the server is the embedded one, here. */
export async function environmentPolicy(
  context: Pick<Context, 'root' | 'environmentOption' | 'env' | 'settings'>,
): Promise<{ readonly policy: EnvironmentPolicy; readonly forgotten: AgoraConfig['forgotten'] }> {
  const config = await loadAgoraConfig(context.root);
  const environment = environmentOf(context, context.settings.DATABASE_URL);
  return { policy: policyOf(config.environments, environment), forgotten: config.forgotten };
}

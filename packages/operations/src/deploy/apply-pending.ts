import { deploy, type DeployInput } from '@agora/migrations';

import { stoppedDeploy } from './stopped-deploy.ts';

/**
 * Applies what is pending, for whoever goes on only when all of it is applied.
 * @returns the names of the migrations that were applied now
 * @throws AgoraError the first thing that stands against it, `operations.interrupted`, or the failure of a migration
 */
export async function applyPending(input: DeployInput): Promise<readonly string[]> {
  const report = await deploy(input);
  const stopped = stoppedDeploy(report);
  if (stopped !== undefined) throw stopped;
  return report.results.map((result) => result.name);
}

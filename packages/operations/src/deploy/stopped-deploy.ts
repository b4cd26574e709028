import { AgoraError } from '@agora/core';
import type { DeployReport } from '@agora/migrations';

/**
 * What kept a deploy from applying everything, as an error; undefined when nothing did.
 * @returns what stands against it, `operations.interrupted`, or a migration's error
 */
export function stoppedDeploy({ plan, refusals, results }: DeployReport): AgoraError | undefined {
  const [first, ...others] = [...plan.blockers, ...refusals];
  if (first !== undefined) {
    return new AgoraError({ ...first, why: [first.why, ...others.map((one) => one.message)].join('\n') });
  }
  const stopped = results.find(({ outcome }) => outcome !== 'succeeded');
  if (stopped === undefined) return undefined;
  if (stopped.outcome === 'interrupted') {
    return new AgoraError({
      code: 'operations.interrupted',
      message: `Stopped in ${stopped.name}, which was rolled back.`,
      cause: stopped.error,
    });
  }
  if (stopped.error === undefined) throw new TypeError(`${stopped.name} failed without an error.`);
  return stopped.error;
}

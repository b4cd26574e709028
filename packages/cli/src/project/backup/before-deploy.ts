import { deploy, type DeployInput } from '@agora/migrations';

import { readVersion } from '../../program/version.ts';
import type { Context } from '../../context/context.ts';
import type { OpenProject } from '../open/open-project.ts';
import { openPlace, withBars } from './place.ts';
import { proofFile, writeProof } from './proof.ts';

/**
 * Where the environment says `backup: { before: 'create' }` and nothing but the proof of a backup stands against a deploy:
 * makes a backup, verifies it, and writes the proof that the deploy then finds.
 * @throws AgoraError what making and verifying a backup throw
 */
export async function backupBefore(
  context: Pick<Context, 'cwd' | 'root' | 'env' | 'out'>,
  { policy }: Pick<OpenProject, 'policy'>,
  input: DeployInput,
  signal: AbortSignal,
): Promise<void> {
  const { before, required } = policy.backup;
  if (before !== 'create' || !required || input.dryRun === true) return;
  const { plan, refusals } = await deploy({ ...input, dryRun: true });
  if (plan.blockers.length > 0 || refusals.length === 0) return;
  if (refusals.some(({ kind }) => kind !== 'backup')) return;
  const { out } = context;
  out.note('No backup counts: one is made and verified first.');
  const { createBackup, verifyBackup } = await import('@agora/backup');
  const { store, key, settings } = await openPlace(context, { store: undefined }, signal);
  const { jobs, purges } = settings;
  const proof = await withBars(out, async (onProgress) => {
    const watch = { jobs, signal, onProgress };
    const { backup } = await createBackup({
      url: input.url,
      store,
      key,
      purges,
      toolVersion: readVersion(),
      ...watch,
    });
    return (await verifyBackup({ backup, key, ...watch })).proof;
  });
  await writeProof(proofFile(context, policy, undefined), proof, out);
}

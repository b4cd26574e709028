import { confirmDatabase, type Context, counted, type TargetDatabase } from '@agora/cli';

import type { SeedRequest } from '../../forum/seed-forum.ts';
import { entityTable } from './seed-report.ts';

/**
 * Removes what a profile's seeds made, once the database is named.
 * @throws AgoraError `cli.not_confirmed`, the `seed.*` errors
 */
export async function resetProfile(
  context: Context,
  database: TargetDatabase,
  request: SeedRequest,
  confirm: string | undefined,
): Promise<void> {
  const { out } = context;
  const { profile, only = [], dryRun = false } = request;
  const { resetSeeds } = await import('@agora/db/seed');
  if (!dryRun) {
    await confirmDatabase(context, {
      database: database.name,
      given: confirm,
      destruction: `What the seeds of "${profile}" made in ${database.name} will be removed${only.length === 0 ? '' : `: ${only.join(', ')} and all that depends on them`}.`,
      command: `agora seed --profile ${profile} --reset${only.length === 0 ? '' : ` --only ${only.join(',')}`}`,
    });
  }
  const removed = await resetSeeds({ ...request, url: database.url });
  const rows = removed.entities.reduce((sum, entity) => sum + entity.rows, 0);
  out.success(`${counted(rows, 'row')} ${dryRun ? 'would be removed' : 'removed'}.`);
  out.data({ ...removed, dryRun }, () => entityTable(out, removed.entities, dryRun));
}

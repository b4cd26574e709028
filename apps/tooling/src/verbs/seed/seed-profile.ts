import { type Context, counted } from '@agora/cli';

import { seedForum, type SeedRequest } from '../../forum/seed-forum.ts';
import { entityTable, size } from './seed-report.ts';

/** Seeds a profile, or says what it would take. */
export async function seedProfile(
  context: Context,
  url: string,
  request: SeedRequest,
  signal: AbortSignal,
): Promise<void> {
  const { out } = context;
  const { dryRun = false } = request;
  const result = await seedForum(context, url, request, signal);
  const stale = result.entities.filter(({ action }) => action !== 'unchanged');
  const rows = stale.reduce((sum, entity) => sum + entity.rows, 0);
  const filled = stale.filter((entity) => entity.rows > 0);
  const what = `${counted(rows, 'row')} of ${counted(filled.length, 'entity', 'entities')}`;
  if (stale.length === 0) out.note('Nothing to do: everything is there already.');
  else if (result.estimate === undefined) out.note(`${what}.`);
  else out.note(`${what} would be seeded: about ${size(result.estimate)}.`);
  out.data({ ...result, dryRun }, () => entityTable(out, result.entities, dryRun));
}

import { compact, type Context, counted } from '@agora/cli';
import { estimateLoad } from '@agora/db/seed/catalog';

import { loadForum, type LoadRequest } from '../../forum/load-forum.ts';
import { rowTable, size } from './seed-report.ts';

/** Estimates a load, and runs it unless it is a dry run. */
export async function loadProfile(
  context: Context,
  url: string,
  { dryRun = false, ...request }: LoadRequest & { readonly dryRun?: boolean | undefined },
  signal: AbortSignal,
): Promise<void> {
  const { out } = context;
  const estimate = estimateLoad(request.scale);
  const communities = counted(estimate.communities, 'community', 'communities');
  out.note(`About ${compact(estimate.rows)} rows in ${communities}, ${size(estimate)}.`);
  if (dryRun) {
    out.data({ ...estimate, dryRun }, () => rowTable(out, estimate.tables));
    return;
  }
  const loaded = await loadForum(context, url, request, signal);
  out.data(loaded, () => rowTable(out, loaded.rows));
}

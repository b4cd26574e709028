import { compact, type Context, counted } from '@agora/cli';
import { estimateLoad } from '@agora/db/seed/catalog';

import { loadForum, type LoadRequest } from '../../forum/load-forum.ts';
import { rowTable, size, stepTable } from './seed-report.ts';

/** Estimates a load and runs it or, in a dry run, says its steps. */
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
    const { load } = await import('@agora/db/seed');
    const { changed, resumed, strategy, steps } = await load({ ...request, url, dryRun });
    if (!changed) out.note('Nothing to do: this load is there already.');
    else if (resumed) out.note('A part of it is there. What is left:');
    out.data({ ...estimate, dryRun, changed, resumed, strategy, steps }, () =>
      [...(changed ? [stepTable(out, steps), ''] : []), rowTable(out, estimate.tables)].join('\n'),
    );
    return;
  }
  const loaded = await loadForum(context, url, request, signal);
  out.data(loaded, () => rowTable(out, loaded.rows));
}

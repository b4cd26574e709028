import { historySchema, type Project, type ScratchOptions } from '@agora/migrations';

import type { Context } from '../context/context.ts';
import { projectUrl } from './open-project.ts';

/**
 * The server on which temporary databases are made: `--server`, else the shadow database's of
 * prisma.config.ts, else the project's own. Nothing in the named database itself is touched.
 */
export function scratchServer(
  project: Project,
  context: Pick<Context, 'settings'>,
  server: string | undefined,
): string {
  return server ?? project.shadowUrl ?? projectUrl(project, context);
}

/** What a scratch database of the project starts from. */
export function scratchOptions(
  project: Project,
  context: Pick<Context, 'settings'>,
  server: string | undefined,
): ScratchOptions {
  const adminUrl = scratchServer(project, context, server);
  return { adminUrl, initSql: project.initSql, schema: historySchema(project.url ?? adminUrl) };
}

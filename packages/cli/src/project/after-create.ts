import type { Context } from '../context/context.ts';
import type { OpenProject } from './open/open-project.ts';

/** Runs the project's `afterCreate` commands for files that were made, and tells of those that failed. */
export async function afterCreate(
  { out, env }: Pick<Context, 'out' | 'env'>,
  { project, config }: Pick<OpenProject, 'project' | 'config'>,
  made: { readonly files: readonly string[]; readonly signal: AbortSignal },
): Promise<void> {
  if (config.afterCreate.length === 0) return;
  if (made.files.length > 0) out.note(`afterCreate: ${config.afterCreate.join(', ')} …`);
  const { runFileCommands } = await import('@agora/operations');
  const failed = await runFileCommands({
    ...made,
    commands: config.afterCreate,
    cwd: project.root,
    env,
    onOutput: out.detail,
  });
  for (const { command, why } of failed)
    out.warn(`afterCreate: ${command} failed; the files are kept.\n${why}`);
}

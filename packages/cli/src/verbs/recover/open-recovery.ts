import type { Context } from '../../context/context.ts';
import { noteEnvironment, openProject, projectUrl } from '../../project/open/open-project.ts';

/** The URL of the database that is recovered. @throws AgoraError what a project without a database throws */
export async function openRecovery(context: Context): Promise<string> {
  const opened = await openProject(context);
  noteEnvironment(context.out, opened.environment);
  return projectUrl(opened.project, context);
}

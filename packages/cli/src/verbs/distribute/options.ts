import { AgoraError } from '@agora/core';
import type { DistributeInput } from '@agora/operations/distribute';

import { text, texts } from '../../command/option.ts';
import type { Context } from '../../context/context.ts';
import { noteEnvironment, openProject, projectUrl } from '../../project/open/open-project.ts';

/** The options of every verb of the group. */
export const distributeOptions = {
  tenant: text('column', 'the column that says whose a row is, such as community_id'),
  reference: texts('table', 'put this table on every node, although nothing there points at it'),
};

/** What the options and the project ask for. @throws AgoraError `cli.missing_value` */
export async function readInput(
  context: Context,
  options: { readonly tenant: string | undefined; readonly reference: readonly string[] },
): Promise<DistributeInput> {
  const { tenant, reference } = options;
  if (tenant === undefined) {
    throw new AgoraError({
      code: 'cli.missing_value',
      message: 'It is not said which column holds the tenant.',
      why: 'Rows are spread by its value: all rows of one tenant go to one machine.',
      fix: 'agora distribute plan --tenant community_id',
    });
  }
  const opened = await openProject(context);
  noteEnvironment(context.out, opened.environment);
  return { url: projectUrl(opened.project, context), tenant, reference };
}

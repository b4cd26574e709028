import { AgoraError } from '@agora/core';
import type { Notice } from '@agora/operations';
import { parseDatabaseUrl } from '@agora/postgres';

import { EXIT, type ExitCode } from '../../command/exit-codes.ts';
import type { Context } from '../../context/context.ts';
import { type OpenProject, projectUrl } from '../../project/open/open-project.ts';

/** Sends a notice to the receivers of an environment and prints which of them took it. */
export async function send(
  context: Context,
  opened: OpenProject,
  notice: Pick<Notice, 'event' | 'title' | 'text' | 'migrations'>,
): Promise<ExitCode> {
  const { out } = context;
  const { environment, policy, project } = opened;
  const { notify } = await import('@agora/operations');
  const deliveries = await context.interrupts.within((signal) =>
    notify(
      policy.notify,
      {
        ...notice,
        environment: environment.name,
        database: databaseOf(opened, context),
        at: new Date().toISOString(),
      },
      { cwd: project.root, env: context.env, signal },
    ),
  );
  if (deliveries.length === 0) throw nobody(environment.name, notice.event);
  out.data({ environment, deliveries }, (paint) =>
    deliveries
      .map(({ ok, channel, attempts, why }) =>
        ok
          ? `${paint.green('told')}  ${channel}`
          : `${paint.red('not ')}  ${channel}: ${why} (${attempts} attempt${attempts === 1 ? '' : 's'})`,
      )
      .join('\n'),
  );
  return deliveries.every(({ ok }) => ok) ? EXIT.ok : EXIT.failed;
}

/** A notice can be tried without a database. */
function databaseOf({ project }: OpenProject, context: Context): string {
  try {
    return parseDatabaseUrl(projectUrl(project, context)).database;
  } catch {
    return 'unknown';
  }
}

function nobody(environment: string, event: string): AgoraError {
  return new AgoraError({
    code: 'cli.no_receivers',
    message: `In ${environment} nobody is to be told of a ${event}.`,
    why: `environments.${environment}.notify in agora.config.ts names no receiver, or leaves "${event}" out of notify.on.`,
    fix: `Name one: environments: { ${JSON.stringify(environment)}: { notify: { webhooks: [{ url: 'https://chat.example/hook' }] } } }`,
  });
}

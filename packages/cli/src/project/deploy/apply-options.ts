import { execFile } from 'node:child_process';

import { type ApplyOptions, describeEvent } from '@agora/migrations';

import { actorOf } from '../../context/actor.ts';
import type { Context } from '../../context/context.ts';
import type { OpenProject } from '../open/open-project.ts';

/** How a plan runs from the command line: told on stderr, stopped by Ctrl-C, signed with who and from which commit. */
export async function applyOptions(
  context: Pick<Context, 'env' | 'out'>,
  { project, environment }: Pick<OpenProject, 'project' | 'environment'>,
  more: {
    readonly lockWait: number | undefined;
    readonly unknownStatement: 'done' | 'again' | undefined;
    readonly signal: AbortSignal;
  },
): Promise<ApplyOptions> {
  return {
    signal: more.signal,
    environment: environment.name,
    actor: actorOf(context.env),
    commit: await commitOf(project.root),
    lockWaitMs: more.lockWait === undefined ? undefined : more.lockWait * 1000,
    unknownStatement: more.unknownStatement,
    onEvent: (event) => {
      const line = describeEvent(event);
      if (line !== undefined) context.out.note(line);
      else if (event.kind === 'statement')
        context.out.detail(`${event.name}:${event.line} ${event.text.split('\n', 1)[0]}`);
    },
  };
}

/** The commit that is checked out where the migrations are; undefined outside a repository. */
function commitOf(folder: string): Promise<string | undefined> {
  return new Promise((done) => {
    execFile('git', ['rev-parse', 'HEAD'], { cwd: folder }, (error, stdout) => {
      done(error === null ? stdout.trim() : undefined);
    });
  });
}

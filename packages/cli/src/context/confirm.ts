import { AgoraError, shellWord } from '@agora/core';

import type { Context } from './context.ts';

/**
 * Asks for the name of the database that is about to lose data: by `--confirm <name>`, or typed at the
 * prompt on a terminal. There is no bare "yes".
 * @param destruction what will happen, as a sentence: "Every table of agora will be dropped."
 * @throws AgoraError `cli.not_confirmed`
 */
export async function confirmDatabase(
  context: Pick<Context, 'interactive' | 'out'>,
  request: { database: string; given: string | undefined; destruction: string; command: string },
): Promise<void> {
  const answer = request.given ?? (context.interactive ? await promptForName(context, request) : undefined);
  if (answer === request.database) return;
  throw new AgoraError({
    code: 'cli.not_confirmed',
    message:
      answer === undefined
        ? `${request.destruction} This needs the database's name as confirmation.`
        : `The confirmation "${answer}" is not the name of the database, "${request.database}". Nothing was changed.`,
    why: 'A command that destroys data wants the name of the database, so that it is never the wrong one.',
    fix: `${request.command} --confirm ${shellWord(request.database)}`,
  });
}

async function promptForName(
  context: Pick<Context, 'out'>,
  request: { database: string; destruction: string },
): Promise<string> {
  const { isCancel, text } = await import('@clack/prompts');
  context.out.warn(request.destruction);
  const answer = await text({ message: `Type ${request.database} to go on`, output: process.stderr });
  if (!isCancel(answer)) return answer.trim();
  throw new AgoraError({ code: 'cli.interrupted', message: 'Stopped at the question. Nothing was changed.' });
}

/** Asks a question on the terminal that wants a yes; whoever stops there has said no. */
export async function confirmed(question: string): Promise<boolean> {
  const { confirm, isCancel } = await import('@clack/prompts');
  const answer = await confirm({ message: question, initialValue: false, output: process.stderr });
  return !isCancel(answer) && answer;
}

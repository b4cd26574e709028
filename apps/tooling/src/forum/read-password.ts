import { AgoraError } from '@agora/core';

import type { Context } from '@agora/cli';

/** Bytes of standard input that are read at most: a password is short, and a wrong file may be long. */
const mostBytes = 4096;

/**
 * A new password: typed twice on a terminal, or the one line of standard input. Never an argument, which every process of
 * the machine can read, and the shell's history keeps.
 * @param piped whether standard input holds it (`--password-stdin`)
 * @param command what to run instead when nobody can be asked
 * @throws AgoraError `cli.password_required`, `cli.interrupted`
 */
export async function readNewPassword(
  context: Pick<Context, 'interactive' | 'stdin'>,
  piped: boolean,
  command: string,
): Promise<string> {
  if (piped) return firstLine(context.stdin, command);
  if (!context.interactive) {
    throw new AgoraError({
      code: 'cli.password_required',
      message: 'A password is needed, and there is nobody to ask.',
      why: 'It is typed on a terminal, or read from standard input; not with --json, which asks nothing.',
      fix: `${command} --password-stdin < file`,
    });
  }
  const typed = await prompt('Password');
  if (typed === (await prompt('The same again'))) return typed;
  throw new AgoraError({
    code: 'cli.password_required',
    message: 'The two passwords differ. Nothing was changed.',
    fix: `${command}   (try again)`,
  });
}

async function prompt(message: string): Promise<string> {
  const { isCancel, password } = await import('@clack/prompts');
  const answer = await password({ message, output: process.stderr });
  // Nothing but Enter is no answer to clack, but undefined.
  if (!isCancel(answer)) return answer ?? '';
  throw new AgoraError({ code: 'cli.interrupted', message: 'Stopped at the question. Nothing was changed.' });
}

async function firstLine(stdin: Context['stdin'], command: string): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of stdin) {
    bytes += parts.at(parts.push(Buffer.from(part)) - 1)?.length ?? 0;
    if (bytes > mostBytes) break;
  }
  const text = Buffer.concat(parts)
    .toString('utf8')
    .replace(/\r?\n$/, '');
  if (text !== '' && bytes <= mostBytes && !/[\r\n]/.test(text)) return text;
  throw new AgoraError({
    code: 'cli.password_required',
    message:
      text === '' ? 'Standard input is empty.' : 'Standard input holds more than one line with a password.',
    fix: `${command} --password-stdin < file   (a file with the password and nothing else)`,
  });
}

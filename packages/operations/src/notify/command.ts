import { runCommand } from '../commands/run-command.ts';
import { ATTEMPT_MS, type Channel } from './channel.ts';

/** A program that gets the notice as JSON on its standard input. */
export function commandChannel(
  command: readonly string[],
  where: { readonly cwd: string; readonly env: Readonly<Record<string, string | undefined>> },
): Channel {
  return {
    name: `command ${(command[0] ?? '').split(/[/\\]/).at(-1)}`,
    async send(notice, signal) {
      const input = `${JSON.stringify(notice)}\n`;
      const { ok, reason = '' } = await runCommand(command, {
        ...where,
        input,
        timeoutMs: ATTEMPT_MS,
        signal,
      });
      return ok ? { ok } : { ok, why: reason, again: !reason.includes('could not be started') };
    },
  };
}

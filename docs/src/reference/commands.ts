import { read } from './repository.ts';

/** Help of every command, as the command line prints it. */
export function commandsPage(): string {
  return read('packages', 'cli', 'COMMANDS.md').replace(
    /^# .*\n\n.*$/m,
    '# Commands\n\nWhat `agora <command> --help` says. Every command that reports takes `--json`. Exit codes: 0 done, 1 failed, 2 found something, 64 wrong usage, 130 stopped by Ctrl-C.',
  );
}

/** What the process tells its caller. `64` is EX_USAGE of sysexits.h; `130` is 128 + SIGINT, as shells report it. */
export const EXIT = {
  /** Done, and nothing to report. */
  ok: 0,
  /** The command failed. */
  failed: 1,
  /** The command worked and found something: drift, pending migrations, lint findings. */
  found: 2,
  /** The command line itself is wrong; nothing was tried. */
  usage: 64,
  /** Stopped by Ctrl-C before the work was done. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

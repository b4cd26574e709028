import type { ProjectOptions } from '@agora/migrations';

import type { Interrupts } from './interrupts.ts';
import type { Output } from '../output/output.ts';
import type { Settings } from './settings.ts';

/** The world a command works in. Commands read nothing from the process but this. */
export interface Context {
  readonly out: Output;
  /** The folder the person stands in. */
  readonly cwd: string;
  /** The workspace's root (where pnpm-workspace.yaml is), or `cwd` outside any workspace. */
  readonly root: string;
  /** `process.env` with `.env.<environment>` and `.env` of `cwd` and `root` below it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `env`, parsed. */
  readonly settings: Settings;
  /** `--env`. Which environment counts depends on the database too: `environmentOf`. */
  readonly environmentOption: string | undefined;
  /** `--config`, `--schema`, `--migrations` and `--url`: what is known of the project without looking. */
  readonly projectOptions: ProjectOptions;
  /** Whether a question can be asked: stdin and stderr are terminals, and neither --json nor CI is set. */
  readonly interactive: boolean;
  /** Standard input, for what is piped in. */
  readonly stdin: AsyncIterable<Uint8Array | string>;
  readonly interrupts: Interrupts;
}

import { ENVIRONMENTS } from '@agora/core';

/** Options that every command takes, wherever they stand on the line. */
export interface GlobalOptions {
  readonly config?: string;
  readonly schema?: string;
  readonly migrations?: string;
  readonly url?: string;
  readonly env?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly color: boolean;
}

export const globalOptions: readonly {
  readonly flags: string;
  readonly description: string;
  /** Another one that it does not go with. */
  readonly excludes?: keyof GlobalOptions;
}[] = [
  { flags: '--config <path>', description: 'the prisma.config.ts to work with; by default the nearest' },
  {
    flags: '--schema <path>',
    description: 'the Prisma schema, a file or a folder, in place of the project’s',
  },
  { flags: '--migrations <folder>', description: 'the migrations, in place of the project’s' },
  { flags: '--url <url>', description: 'the database, in place of the project’s' },
  {
    flags: '--env <environment>',
    description:
      `${ENVIRONMENTS.join(', ')}, or one of agora.config.ts; by default AGORA_ENV, else NODE_ENV, ` +
      'else development for a database on this machine and production for any other',
  },
  { flags: '--json', description: 'print the result as JSON on stdout' },
  { flags: '-q, --quiet', description: 'say nothing but warnings and errors', excludes: 'verbose' },
  { flags: '-v, --verbose', description: 'say more, and show the stack of every error' },
  { flags: '--no-color', description: 'print without colours, as NO_COLOR=1 does' },
];

/** Each as it is typed: -q, --quiet. */
export const globalFlags: readonly string[] = globalOptions.flatMap(({ flags }) =>
  flags.split(/[ ,]+/).filter((word) => word.startsWith('-')),
);

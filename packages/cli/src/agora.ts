import type { Program } from './program/program.ts';
import { readVersion } from './program/version.ts';
import { verbs } from './verbs/index.ts';

/** `agora` for any Prisma project. */
export const agora: Program = {
  name: 'agora',
  summary: 'the database of a Prisma project: migrate it forwards and backwards, and prove it',
  version: readVersion(),
  verbs,
  environment: {
    DATABASE_URL: 'the database to use, where prisma.config.ts names none',
    AGORA_ENV: 'the environment: development, staging, production, or one of agora.config.ts',
    NO_COLOR: 'when set, no colours',
  },
  examples: [
    { command: 'agora migrate status', does: 'what is applied, and what is pending' },
    { command: 'agora db status', does: 'which database is used, and whether it answers' },
    { command: 'agora migrate deploy --help', does: 'every command explains itself' },
  ],
};

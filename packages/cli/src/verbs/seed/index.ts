import { defineGroup } from '../../command/command.ts';
import { run } from './run.ts';
import { status } from './status.ts';
import { validate } from './validate.ts';

/** The seeds of a project. A new verb: one file beside this one, and one line here. */
export const seed = defineGroup({
  name: 'seed',
  summary: 'Fill the database with the rows of agora.seed.ts',
  description:
    'Applies a profile of agora.seed.ts: what is there already is left alone, what has changed since is applied again.',
  bare: run,
  commands: [status, validate],
  environment: { DATABASE_URL: 'the database, where prisma.config.ts reads it from there' },
  examples: [
    { command: 'agora seed', does: 'the profile of the environment' },
    { command: 'agora seed status', does: 'what was applied, and what has changed since' },
    { command: 'agora seed validate', does: "the project's own checks" },
  ],
});

import { defineGroup } from '@agora/cli';
import { run } from './run.ts';
import { status } from './status.ts';
import { validate } from './validate.ts';

/** Filling with data. A new verb: one file beside this one, and one line here. */
export const seed = defineGroup({
  name: 'seed',
  summary: 'Fill the database with a forum',
  bare: run,
  commands: [status, validate],
  examples: [],
});

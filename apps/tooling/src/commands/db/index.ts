import { defineGroup } from '../../command.ts';

/** The database and its server. */
export const db = defineGroup({
  name: 'db',
  summary: 'Start, stop, look at or reset the database',
  commands: [],
  examples: [],
});

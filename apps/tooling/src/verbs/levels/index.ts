import { defineGroup } from '@agora/cli';
import { recalculate } from './recalculate.ts';

/** The levels that points reach. A new verb: one file beside this one, and one line here. */
export const levels = defineGroup({
  name: 'levels',
  summary: "Bring users' levels in line with the table of levels",
  commands: [recalculate],
  examples: [
    {
      command: 'agora levels recalculate --dry-run',
      does: 'whose level is not what their points reach, counted',
    },
    { command: 'agora levels recalculate --community main', does: 'give them the level that they reach' },
  ],
});

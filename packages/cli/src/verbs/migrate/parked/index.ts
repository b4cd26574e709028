import { defineGroup } from '../../../command/command.ts';
import { list } from './list.ts';
import { purge } from './purge.ts';

/** What migrations would have destroyed and have moved aside. */
export const parked = defineGroup({
  name: 'parked',
  summary: 'See and end what migrations have moved aside instead of destroying it',
  description:
    "In an environment with `park: '72h'`, a table or column that a deploy or a rollback would drop, and values that a " +
    'change of type would lose, are kept aside for that time. The other way brings them back.',
  commands: [list, purge],
  examples: [
    { command: 'agora migrate parked list', does: 'what is kept, until when, and how large it is' },
    { command: 'agora migrate parked purge', does: 'destroys what has been parked for its time' },
  ],
});

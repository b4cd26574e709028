import { defineGroup } from '../../command/command.ts';
import { placeEnvironment } from '../../project/backup/place.ts';
import { cancel } from './cancel.ts';
import { dropOld } from './drop-old.ts';
import { run } from './run.ts';
import { status } from './status.ts';

/** A lost or damaged database, back from a backup. A new verb: one file beside this one, and one line here. */
export const recover = defineGroup({
  name: 'recover',
  summary: 'Put a backup in the place of a lost or damaged database',
  description:
    'Maintenance on, writers out, what is there backed up, the newest verified backup restored beside and compared, what ' +
    'was written after it counted, the history and the project’s checks looked at, swapped in by renaming, maintenance off ' +
    '(watch.maintenance names its commands). The old database is kept until drop-old. It wants the name of the database, ' +
    'by --confirm or typed. Killed or failed, nobody is let in, and the same command goes on where it stopped.',
  bare: run,
  commands: [status, cancel, dropOld],
  environment: {
    DATABASE_URL: 'the database, as a role that owns it and may make databases',
    ...placeEnvironment,
  },
  examples: [
    { command: 'agora recover --dry-run', does: 'the plan, and what stands against it' },
    { command: 'agora recover', does: 'asks for the name of the database, and goes' },
    { command: 'agora recover --confirm shop', does: 'without a question' },
    { command: 'agora recover cancel', does: 'the old database in its place again' },
  ],
});

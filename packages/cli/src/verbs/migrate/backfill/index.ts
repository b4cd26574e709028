import { defineGroup } from '../../../command/command.ts';
import { cancel } from './cancel.ts';
import { pause } from './pause.ts';
import { resume } from './resume.ts';
import { run } from './run.ts';
import { status } from './status.ts';

/** `agora migrate backfill`: rows changed in batches, beside the site. */
export const backfill = defineGroup({
  name: 'backfill',
  summary: 'Change the rows of a table in batches, beside the site',
  description:
    'What a migration leaves to backfill.sql or backfill.ts in its folder. A deploy runs it after its migration, or ' +
    'leaves it with --backfills later; these commands do it by hand.',
  commands: [run, status, pause, resume, cancel],
  environment: { DATABASE_URL: 'the database, where prisma.config.ts reads it from there' },
  examples: [
    { command: 'agora migrate backfill status', does: 'where they stand' },
    { command: 'agora migrate backfill run', does: 'what is left' },
  ],
});

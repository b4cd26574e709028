import { defineGroup } from '../../command/command.ts';
import { copy } from './copy.ts';
import { create } from './create.ts';
import { list } from './list.ts';
import { placeEnvironment } from '../../project/backup/place.ts';
import { proof } from './proof.ts';
import { prune } from './prune.ts';
import { restore } from './restore.ts';
import { verify } from './verify.ts';

/** Backups. A new verb: one file beside this one, and one line here. */
export const backup = defineGroup({
  name: 'backup',
  summary: 'Make, verify, restore and keep backups of the database',
  description:
    'A backup counts when it has been restored: verify does that, and writes the proof that deploys to production ask for. ' +
    'No program of PostgreSQL is needed. Backups lie in a folder or a bucket, encrypted where there is a key.',
  commands: [create, list, verify, restore, copy, prune, proof],
  environment: {
    DATABASE_URL: 'the database, where prisma.config.ts reads it from there',
    ...placeEnvironment,
  },
  examples: [
    { command: 'agora backup create --verify', does: 'one that is known to be good' },
    { command: 'agora backup restore', does: 'the newest, as a database of its own' },
  ],
});

import { defineGroup } from '../../command/command.ts';
import { branch } from './branch/index.ts';
import { reset } from './reset.ts';
import { start } from './start.ts';
import { status } from './status.ts';
import { stop } from './stop.ts';
import { url } from './url.ts';

/** The database and its server. A new verb: one file beside this one, and one line here. */
export const db = defineGroup({
  name: 'db',
  summary: 'Start, stop, look at or reset the database',
  description:
    'Without DATABASE_URL, agora runs a PostgreSQL of its own: an embedded server whose files lie in .agora, ' +
    'started on demand and shared by all commands. With DATABASE_URL, that server is used and nothing is started.',
  commands: [start, stop, status, url, reset, branch],
  environment: { DATABASE_URL: 'the database to use; unset: the embedded server' },
  examples: [
    { command: 'agora db status', does: 'which database is used, and whether it answers' },
    { command: 'psql "$(agora db url)"', does: 'a shell of PostgreSQL on it' },
  ],
});
